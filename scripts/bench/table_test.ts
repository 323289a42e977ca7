import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { table } from "./table.ts";

describe("table", () => {
  it("sets the first columns to the left and the others to the right", () => {
    assert.deepEqual(table(["name", "speed"], [["W1", "1,234"], ["longer", "5"]], 1), [
      "name    speed",
      "W1      1,234",
      "longer      5",
    ]);
  });
});
