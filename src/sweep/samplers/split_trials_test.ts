import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { splitTrials } from "./split_trials.ts";
import type { Trial } from "../trial.ts";

const trial = (number: number, state: Trial["state"], ...values: number[]): Trial => ({
  number,
  values: {},
  state,
  ...state === "finished" ? { objective: values.at(-1)! } : {},
  rungs: values.map((value, rung) => ({ rung, value })),
});

const history = [
  trial(0, "finished", 9, 3),
  trial(1, "paused", 1),
  trial(2, "running", 0.5),
  trial(3, "pruned", 4, 2),
  trial(4, "failed"),
  trial(5, "finished", 8, 2),
  trial(6, "pruned", 0.9),
  trial(7, "waiting"),
  trial(8, "finished", 8, 3),
  trial(9, "pruned"),
];

describe("splitTrials", () => {
  it("ranks by how far trials came, then by their result there, then by number", () => {
    const { ranked } = splitTrials(history, "minimize");
    assert.deepEqual(ranked.map(({ number }) => number), [5, 0, 8, 3, 6, 1]);
  });

  it("turns results round for what is maximized", () => {
    const { ranked } = splitTrials(history, "maximize");
    assert.deepEqual(ranked.map(({ number }) => number), [0, 8, 5, 3, 1, 6]);
  });

  it("keeps those that told nothing yet apart", () => {
    const { unranked } = splitTrials(history, "minimize");
    assert.deepEqual(unranked.map(({ number }) => number), [2, 4, 7, 9]);
  });
});
