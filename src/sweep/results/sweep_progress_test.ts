import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { makeScreen } from "../../base/terminal/screen.ts";
import { renderSweep, sweepProgress } from "./sweep_progress.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";
import type { TrialState } from "../trial.ts";

const trial = (number: number, over: Partial<ViewedTrial>): ViewedTrial => ({
  number,
  values: { "model.hidden": 8 },
  state: "finished",
  rungs: [],
  runs: [],
  ...over,
});
const trials = [
  trial(0, { objective: 2.5 }),
  trial(1, { objective: 2.25 }),
  trial(2, { state: "failed" }),
  trial(3, { state: "pruned" }),
  trial(4, { state: "running" }),
];

const countEvent = (statuses: Readonly<Partial<Record<TrialState, number>>>) =>
  ({ event: "sweep", name: "s", statuses }) as const;

describe("renderSweep", () => {
  const shown = { trials, running: new Map([[4, { step: 1, total: 4 }]]), most: 9, left: 75 };

  it("shows the best, what failed, what is under way", () => {
    assert.equal(
      renderSweep({ ...shown, goal: "minimize" }, 100),
      "4/9 trials  best 2.2500 (#1)  1:15 left  1 failed  1 pruned  #4 25 %",
    );
    assert.match(renderSweep({ ...shown, goal: "maximize" }, 100), /best 2\.5000 \(#0\)/);
  });

  it("drops what matters least where there is no room", () => {
    assert.equal(renderSweep({ ...shown, goal: "minimize" }, 30), "4/9 trials  best 2.2500 (#1)");
    assert.equal(renderSweep({ ...shown, goal: "minimize" }, 6), "4/9 t");
  });
});

describe("sweepProgress", () => {
  const begun = { event: "begun", trial: 4, values: { seed: 1234567 } } as const;
  const failed = { event: "failed", trial: 2, failure: "It diverged\nmore" } as const;
  const made = (isTTY: boolean) => {
    let text = "";
    const screen = makeScreen({ isTTY, columns: 80, write: (more) => text += more }, false);
    const progress = sweepProgress({ screen, goal: "minimize", most: 9, seconds: () => 0 });
    progress.trials(trials);
    return { progress, written: () => text };
  };

  it("has a line for all that happens where there is no terminal, and draws nothing", () => {
    const { progress, written } = made(false);
    assert.equal(progress.lineOf(begun), "trial 4 begun  seed=1234567");
    assert.equal(progress.lineOf(failed), "trial 2 failed: It diverged");
    assert.equal(written(), "");
  });

  it("says with how many trials a sweep goes on", () => {
    const said = (counts: Readonly<Partial<Record<TrialState, number>>>) =>
      made(false).progress.lineOf(countEvent(counts));
    assert.equal(said({}), undefined);
    assert.equal(said({ finished: 3 }), "going on with 3 finished trials");
    assert.equal(said({ finished: 3, waiting: 1 }), "going on with 3 finished, 1 waiting trial");
  });

  it("has a line only for what has ended beside the live line of a terminal", () => {
    const { progress, written } = made(true);
    assert.equal(progress.lineOf(begun), undefined);
    assert.equal(progress.lineOf(failed), "trial 2 failed: It diverged");
    assert.match(written(), /4\/9 trials/);
  });
});
