import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { initialBest, observeBest } from "./best.ts";

describe("observeBest", () => {
  it("keeps the lowest loss and its step", () => {
    const first = observeBest(initialBest, 3, 10);
    assert.deepEqual(first, { state: { loss: 3, step: 10 }, improved: true });
    const worse = observeBest(first.state, 4, 20);
    assert.deepEqual(worse, { state: { loss: 3, step: 10 }, improved: false });
    assert.deepEqual(observeBest(worse.state, 2, 30).state, { loss: 2, step: 30 });
  });
  it("keeps the earlier of two equal ones", () => {
    assert.deepEqual(observeBest({ loss: 3, step: 10 }, 3, 20).state.step, 10);
  });
  it("never takes a loss that is not finite", () => {
    for (const loss of [NaN, Infinity, -Infinity]) {
      assert.deepEqual(observeBest(initialBest, loss, 5), { state: initialBest, improved: false });
    }
  });
});
