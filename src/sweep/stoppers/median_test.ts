import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { medianStopper } from "./median.ts";
import { simulate } from "../test_simulation.ts";

const settings = { grace: 1, startup: 3, goal: "minimize", full: 4 } as const;

describe("the median rule", () => {
  it("has a rung each grace up to full length", () => {
    assert.deepEqual(medianStopper(settings).rungs, [1, 2, 3, 4]);
    assert.deepEqual(medianStopper({ ...settings, grace: 3 }).rungs, [3, 4]);
    assert.deepEqual(medianStopper({ ...settings, grace: 4 }).rungs, [4]);
  });

  it("gives up what is worse than the median of the others, once enough are finished", () => {
    const results = [5, 4, 6, 5.5, 4.5, 9];
    const { trials } = simulate(medianStopper(settings), 6, (trial) => results[trial]!);
    assert.deepEqual(
      trials.map(({ state, rungs }) => `${state} ${rungs.length}`),
      ["finished 4", "finished 4", "finished 4", "pruned 1", "finished 4", "pruned 1"],
    );
  });

  it("looks at every rung, not only at the first", () => {
    const late = (trial: number, length: number) => trial === 3 && length === 3 ? 9 : 5;
    const { trials } = simulate(medianStopper(settings), 5, late);
    assert.deepEqual(
      trials.map(({ state, rungs }) => `${state} ${rungs.length}`),
      ["finished 4", "finished 4", "finished 4", "pruned 3", "finished 4"],
    );
  });

  it("takes the mean of the two middle values of an even number", () => {
    const results = [2, 4, 6, 8, 5.1];
    const four = { ...settings, startup: 4 };
    const { trials } = simulate(medianStopper(four), 5, (trial) => results[trial]!);
    assert.equal(trials[4]!.state, "pruned");
    const { trials: others } = simulate(
      medianStopper(four),
      5,
      (trial) => [...results.slice(0, 4), 4.9][trial]!,
    );
    assert.equal(others[4]!.state, "finished");
  });

  it("lets a trial go on that is as good as the median", () => {
    for (const goal of ["minimize", "maximize"] as const) {
      const { trials } = simulate(medianStopper({ ...settings, goal }), 5, () => 5);
      assert(trials.every(({ state }) => state === "finished"), goal);
    }
  });

  it("turns round what is maximized", () => {
    const results = [5, 4, 6, 5.5, 4.5];
    const { trials } = simulate(
      medianStopper({ ...settings, goal: "maximize" }),
      5,
      (trial) => results[trial]!,
    );
    assert.deepEqual(trials.map(({ state }) => state), [
      "finished",
      "finished",
      "finished",
      "finished",
      "pruned",
    ]);
  });
});
