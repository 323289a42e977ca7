import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { spread } from "./spread.ts";

describe("spread", () => {
  it("gives all numbers where they are few, else as many as asked for, from first to near the last", () => {
    assert.deepEqual(spread(3, 5), [0, 1, 2]);
    assert.deepEqual(spread(3, Infinity), [0, 1, 2]);
    assert.deepEqual(spread(10, 4), [0, 2, 5, 7]);
    assert.deepEqual(spread(0, 4), []);
  });
});
