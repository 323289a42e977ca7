import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { countExploded, describeExplosion, mostExploded } from "./explosion.ts";

const guess = Math.log(4000);
const after = (losses: readonly number[]) =>
  losses.reduce((count, loss) => countExploded(count, loss, guess), 0);

describe("a loss that explodes", () => {
  it("is one beyond ten times a uniform guess's, step after step", () => {
    assert.equal(after([8.3, 90, 1e5, 3e5]), 3);
    assert.equal(after([82.9, 82.94, 82.95]), 1);
  });

  it("is none where the loss finds its way back", () => {
    assert.equal(after([90, 200, 150, 40]), 0);
    assert.equal(after([...Array(99).fill(1e4), 9, 1e4]), 1);
  });

  it("is one after a hundred steps, or after a quarter of a short training", () => {
    assert.deepEqual([1e6, 400, 399, 40, 5, 4, 1].map(mostExploded), [100, 100, 100, 10, 2, 1, 1]);
  });

  it("is told with its bound", () => {
    assert.equal(
      describeExplosion(100, guess),
      "loss is over 82.94, ten times that of a uniform guess, for 100 steps in a row",
    );
  });
});
