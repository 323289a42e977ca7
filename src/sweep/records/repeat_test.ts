import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { meanAndSpread, repeatSeeds } from "./repeat.ts";

describe("repeatSeeds", () => {
  it("begins with the experiment's own seed", () => {
    assert.deepEqual(repeatSeeds(42, 3), [42, 43, 44]);
  });

  it("stays within 32 bits", () => {
    assert.deepEqual(repeatSeeds(0xffffffff, 2), [0xffffffff, 0]);
  });
});

describe("meanAndSpread", () => {
  it("gives mean and sample standard deviation", () => {
    assert.deepEqual(meanAndSpread([1, 2, 3, 4]), { mean: 2.5, spread: Math.sqrt(5 / 3) });
  });

  it("has no spread of one value", () => {
    assert.deepEqual(meanAndSpread([1.25]), { mean: 1.25, spread: 0 });
  });
});
