import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { initialEarlyStop, observeStop, shouldStop } from "./early_stop.ts";
import type { StopConfig } from "./schema.ts";

/** Number of evaluations after which training stops, or undefined. */
const stopsAfter = (stop: StopConfig, losses: readonly number[]): number | undefined => {
  let state = initialEarlyStop;
  for (const [i, loss] of losses.entries()) {
    state = observeStop(state, loss);
    if (shouldStop(stop, state)) return i + 1;
  }
  return undefined;
};

describe("early stop", () => {
  it("stops after patience evaluations in a row that are not lower", () => {
    assert.equal(stopsAfter({ patience: 2 }, [5, 4, 4.1, 4.2, 1]), 4);
  });
  it("counts anew at an improvement", () => {
    assert.equal(stopsAfter({ patience: 2 }, [5, 6, 4, 6, 3, 3, 3]), 7);
  });
  it("takes an equal loss, and one that is not finite, as no improvement", () => {
    assert.equal(stopsAfter({ patience: 1 }, [5, 5]), 2);
    assert.equal(stopsAfter({ patience: 2 }, [NaN, -Infinity, 1]), 2);
  });
  it("never stops with none", () => {
    assert.equal(stopsAfter("none", [1, 2, 3, 4, 5, 6, 7, 8, 9]), undefined);
  });
  it("remembers the lowest", () => {
    assert.deepEqual([3, 1, 2].reduce(observeStop, initialEarlyStop), { best: 1, waited: 1 });
  });
});
