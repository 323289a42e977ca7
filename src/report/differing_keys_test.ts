import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { differingKeys } from "./differing_keys.ts";

describe("differing keys", () => {
  it("finds what differs, and what only one has", () => {
    const runs = [
      { settings: { "name": "a", "model.cell": "gru", "model.hidden": 64 } },
      { settings: { "name": "b", "model.cell": "lstm", "model.hidden": 64, "seed": 2 } },
    ];
    assert.deepEqual(differingKeys(runs), [
      { key: "name", values: ["a", "b"] },
      { key: "model.cell", values: ["gru", "lstm"] },
      { key: "seed", values: [undefined, 2] },
    ]);
  });
});
