import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { spread } from "./spread.ts";

describe("spread", () => {
  it("takes the middle of an odd count, by size and not by spelling", () => {
    assert.deepEqual(spread([100, 9, 20]), { median: 20, min: 9, max: 100 });
  });

  it("takes the mean of the two in the middle of an even count", () => {
    assert.deepEqual(spread([4, 1, 3, 10]), { median: 3.5, min: 1, max: 10 });
  });

  it("leaves its argument as it is and refuses an empty one", () => {
    const values = [3, 1, 2];
    spread(values);
    assert.deepEqual(values, [3, 1, 2]);
    assert.throws(() => spread([]), RangeError);
  });
});
