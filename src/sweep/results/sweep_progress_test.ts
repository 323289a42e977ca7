import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { makeScreen } from "../../base/terminal/screen.ts";
import { renderSweep, sweepProgress } from "./sweep_progress.ts";
import type { ViewedTrial } from "../ledger/sweep_view.ts";
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

const countEvent = (trials: Readonly<Partial<Record<TrialState, number>>>) =>
  ({ event: "sweep", name: "s", trials }) as const;

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
  const written = (isTTY: boolean) => {
    let text = "";
    const screen = makeScreen({ isTTY, columns: 80, write: (more) => text += more }, false);
    const progress = sweepProgress({ screen, goal: "minimize", most: 9, seconds: () => 0 });
    progress.trials(trials);
    progress.event({ event: "begun", trial: 4, values: { seed: 1234567 } });
    progress.event({ event: "failed", trial: 2, failure: "It diverged\nmore" });
    return text;
  };

  it("writes plain lines where there is no terminal", () => {
    assert.equal(written(false), "trial 4 begun  seed=1234567\ntrial 2 failed: It diverged\n");
  });

  it("says with how many trials a sweep goes on", () => {
    const said = (counts: Readonly<Partial<Record<TrialState, number>>>) => {
      let text = "";
      const screen = makeScreen({ write: (more) => text += more }, false);
      sweepProgress({ screen, goal: "minimize", most: 9, seconds: () => 0 })
        .event(countEvent(counts));
      return text;
    };
    assert.equal(said({}), "");
    assert.equal(said({ finished: 3 }), "going on with 3 finished trials\n");
    assert.equal(said({ finished: 3, waiting: 1 }), "going on with 3 finished, 1 waiting trial\n");
  });

  it("writes only what has ended above the live line of a terminal", () => {
    const text = written(true);
    assert(!text.includes("begun"));
    assert.match(text, /4\/9 trials.*trial 2 failed: It diverged\n.*4\/9 trials/s);
  });
});
