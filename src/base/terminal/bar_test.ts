import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { bar } from "./bar.ts";

describe("bar", () => {
  it("is full at the end and stays in its width", () => {
    assert.deepEqual([0, 0.49, 0.5, 1, 1.2].map((share) => bar(share, 4)), [
      "[....]",
      "[#...]",
      "[##..]",
      "[####]",
      "[####]",
    ]);
  });
});
