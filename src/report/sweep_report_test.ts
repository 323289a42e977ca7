import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { rankTrials } from "../sweep/results/rank_trials.ts";
import { comparedResults } from "./compared_results.ts";
import { sweepReport } from "./sweep_report.ts";
import { assertWellFormed } from "./test_markup.ts";
import type { ViewedTrial } from "../sweep/records/sweep_view.ts";
import { madeSweep } from "./test_views.ts";

const sweep = madeSweep();

/** Contents of the cells of a page's tables, row by row. */
const rows = (page: string) =>
  [...page.matchAll(/<tr>((?:<td[^>]*>[^]*?<\/td>)+)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, cell]) => cell!)
  );

describe("the report of a sweep", () => {
  const page = sweepReport(sweep);

  it("shows objective, parallel coordinates, importances and all trials", () => {
    assertWellFormed(page);
    for (const title of ["Objective over time", "Parallel coordinates", "Importance"]) {
      assert(page.includes(title), title);
    }
    const table = rows(page).filter((row) => row.length >= 9);
    assert.equal(table.length, 30);
    const [best] = rankTrials(sweep.trials, "minimize");
    assert.equal(table[0]![0], `${best!.number}`);
  });

  it("draws all trials, wide and narrow, each as it ended", () => {
    const drawn = (what: string) => page.split(what).length - 1;
    assert.equal(drawn('class="trial best"'), 2);
    assert.equal(drawn('class="trial finished"'), 2 * 18);
    assert.equal(drawn('class="trial pruned"'), 2 * 10);
    assert.equal(drawn('class="trial failed"'), 2);
    assert.equal(drawn('class="rail"'), 2 * 5);
    for (const key of ["best trial", "good to poor", "pruned or paused", "failed", "none"]) {
      assert(new RegExp(`</i>${key}<|>${key}</text>`).test(page), key);
    }
    const [best] = rankTrials(sweep.trials, "minimize");
    assert.match(page, new RegExp(`class="trial best"[^>]*><title>trial ${best!.number},`));
  });

  it("lets the best trial stand out, not the best after a rung", () => {
    const [best, second] = rankTrials(sweep.trials, "minimize");
    const trials = sweep.trials.map((trial) => {
      if (trial.number === second!.number) return { ...trial, rungs: [{ rung: 0, value: 0.1 }] };
      const { objective: _, ...rest } = trial;
      const cut = { ...rest, state: "pruned" as const, rungs: trial.rungs.slice(0, 1) };
      return trial.number === best!.number ? trial : cut;
    });
    const page = sweepReport({ ...sweep, trials });
    assert(page.includes("valid.loss after 1 epoch<"));
    assert(page.includes("compared by what they had after 1 epoch."));
    assert.match(page, new RegExp(`class="trial best"[^>]*><title>trial ${best!.number},`));
  });

  it("gives results at full length no number of epochs, which may differ by trial", () => {
    const page = sweepReport({ ...sweep, rungs: [40] });
    assert(page.includes("valid.loss at full length<"));
    assert(!page.includes("40 epochs"));
  });

  it("says how many trials failed, and why", () => {
    const bad = 'class="state bad">finished, 1 of 30 trials failed</span>';
    assert(page.includes(bad));
    const [section = ""] = /<h2>Failed trials<[^]*?<\/section>/.exec(page) ?? [];
    assert.deepEqual(rows(section), [["4", "The loss is NaN at step 3"]]);
    assert.equal([...page.matchAll(/<path class="cross"/g)].length, 1);
    const sound = sweepReport({
      ...sweep,
      trials: sweep.trials.filter(({ state }) => state !== "failed"),
    });
    assert(sound.includes('class="state good">finished</span>'));
    assert(!sound.includes("Failed trials"));
  });

  it("ranks a trial among those that came as far", () => {
    const standings = rows(page).filter((row) => row.length >= 9)
      .map(([, , after, rank]) => `${after}: ${rank}`);
    assert.equal(standings[0], "3 epochs: 1 of 19");
    assert.match(standings[19]!, /^1 epoch: \d+ of 29$/);
    assert.equal(standings.at(-1), "–: –");
  });

  it("begins its time at 0", () => {
    assert.match(page, /x="0%" y="\d+" text-anchor="middle">0<\/text>/);
  });

  it("shows the spread of the best trial where it was repeated", () => {
    const spread = "Standard deviation over seeds";
    assert(!page.includes(spread));
    const [best] = rankTrials(sweep.trials, "minimize");
    const trials = sweep.trials.map((trial) =>
      trial.number === best!.number ? { ...trial, spread: 0.123456 } : trial
    );
    assert(sweepReport({ ...sweep, trials }).includes(`${spread} 0.1235. Its run: `));
  });

  it("names the parameter that matters first", () => {
    const [, first] = /<div class="card bars"><b>([^<]+)/.exec(page) ?? [];
    assert.equal(first, "training.optimizer.learningRate");
  });

  it("lets the best so far only fall, or only rise where the goal is the other", () => {
    for (const goal of ["minimize", "maximize"] as const) {
      const other = sweepReport(madeSweep({ objective: { metric: "valid.loss", goal } }));
      const [, path = ""] = /class="line c1" d="([^"]+)"/.exec(other) ?? [];
      const heights = [...path.matchAll(/(?:M[\d.]+ |V)([\d.]+)/g)].map(([, y]) => Number(y));
      assert(heights.length > 1);
      // Places grow downwards.
      assert(
        heights.every((y, i) =>
          i === 0 || (goal === "minimize" ? y > heights[i - 1]! : y < heights[i - 1]!)
        ),
      );
    }
  });

  it("gives trials without a parameter a place of their own", () => {
    assert(page.includes("not set"));
    const always = madeSweep({ space: sweep.space.slice(0, 3) });
    assert(!sweepReport(always).includes("not set"));
  });

  it("fetches nothing and shows a stranger's texts as texts", () => {
    const evil = `"><script>alert(1)</script>`;
    const strange = sweepReport({
      ...sweep,
      name: evil,
      space: [{ path: evil, domain: { values: [evil, "b"] } }],
      trials: sweep.trials.map((trial, i) => ({
        ...trial,
        values: { [evil]: i % 2 === 0 ? evil : "b" },
        runs: [evil],
        failure: evil,
      })),
    });
    assertWellFormed(strange);
    assert(!strange.includes("<script"));
    assert(!/https?:\/\//.test(page));
  });

  it("bears a sweep of no trials, of one, and of trials under way", () => {
    const [first] = sweep.trials;
    const running = { number: 0, values: first!.values, state: "running", rungs: [], runs: [] };
    for (const trials of [[], [first!], [{ ...running, state: "running" as const }]]) {
      assertWellFormed(sweepReport({ ...sweep, trials }));
    }
    assert(sweepReport({ ...sweep, trials: [] }).includes("No trial has a result yet"));
  });

  it("orders trials by number where times are not known", () => {
    const untimed = sweepReport({
      ...sweep,
      trials: sweep.trials.map(({ started: _, ended: __, ...trial }) => trial),
    });
    assert(untimed.includes(">trial</text>") && !untimed.includes(">minutes since the start<"));
    assert(page.includes(">minutes since the start</text>"));
  });
});

describe("values of trials in a report", () => {
  it("are shown as they were given, everywhere", () => {
    const seeds = [1234567, 1234568, 1234569];
    const trials = seeds.map((seed, number): ViewedTrial => ({
      number,
      values: { seed, rate: 0.1234567 + number / 1e7 },
      state: "finished",
      objective: 2.123456 + number,
      rungs: [{ rung: 0, value: 2.123456 + number }],
      runs: [`runs/a-${number}`],
    }));
    const page = sweepReport(madeSweep({
      space: [
        { path: "seed", domain: { values: seeds } },
        { path: "rate", domain: { min: 0.1234567, max: 0.1234569 } },
      ],
      rungs: [1],
      trials,
    }));
    const count = (text: string) => page.split(text).length - 1;
    // The best trial, the ticks and tooltips of both drawings, the table, the space.
    assert.equal(count("<dd>1234567</dd>"), 1);
    assert.equal(count(">1234567</text>"), 2);
    assert.equal(count("seed 1234567, rate 0.1234567<"), 2);
    assert.equal(count("<td>1234567</td>"), 1);
    assert.equal(count("1234567, 1234568, 1234569"), 1);
    assert.equal(count("0.1234567 to 0.1234569"), 1);
    assert.doesNotMatch(page, /1\.235e6|0\.1235/);
  });
});

describe("comparedResults", () => {
  it("are at full length where enough trials came there", () => {
    const { rung, trials } = comparedResults(sweep);
    assert.equal(rung, 1);
    assert(trials.every(({ trial, result }) => trial.objective === result));
  });

  it("are at a lower rung that far more reached", () => {
    const trials = sweep.trials.map((trial) =>
      trial.number > 10 && trial.state === "finished"
        ? { ...trial, state: "pruned" as const, rungs: trial.rungs.slice(0, 1) }
        : trial
    ).map(({ objective, ...trial }) =>
      trial.state === "finished" && objective !== undefined ? { ...trial, objective } : trial
    );
    const { rung, trials: compared } = comparedResults({ ...sweep, trials });
    assert.equal(rung, 0);
    assert.equal(compared.length, 29);
  });
});
