import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { foldTrials, type RunEntry } from "./fold_trials.ts";
import { formatRuns } from "./format_runs.ts";
import { nameOf, sortEntries, type SortKey } from "./sort_entries.ts";

const made = (run: string, day: number, change: Partial<RunEntry> = {}): RunEntry => ({
  run: `runs/${run}`,
  name: "made",
  status: "finished",
  epochs: 3,
  steps: 1200,
  loss: 2,
  perplexity: Math.exp(2),
  bitsPerToken: 2 / Math.LN2,
  started: `2026-01-0${day}T10:20:30.000Z`,
  sweep: null,
  ...change,
});

const sweep = "runs/sweep-s";
const none = { loss: null, perplexity: null, bitsPerToken: null };
const runs: readonly RunEntry[] = [
  made("c", 3),
  made("t1", 2, { sweep, status: "failed", ...none }),
  made("b", 4, { status: "interrupted", steps: 7, ...none }),
  made("t0", 5, { sweep, loss: 1, perplexity: Math.E, bitsPerToken: 1 / Math.LN2 }),
  made("a", 1, { loss: 3 }),
];

const order = (by: SortKey) => sortEntries(foldTrials(runs), by).map(nameOf);

describe("a list of runs", () => {
  it("has the trials of a sweep as one entry, with the best of them", () => {
    assert.deepEqual(foldTrials(runs).at(-1), {
      sweep,
      trials: 2,
      statuses: { failed: 1, finished: 1 },
      run: "runs/t0",
      loss: 1,
      perplexity: Math.E,
      bitsPerToken: 1 / Math.LN2,
      started: "2026-01-02T10:20:30.000Z",
    });
    assert.equal(foldTrials(runs).length, 4);
    assert.equal(foldTrials(runs.slice(1, 2))[0]!.run, null);
  });

  it("is sorted by what is asked for, what lacks it last", () => {
    assert.deepEqual(order("started"), ["runs/a", sweep, "runs/c", "runs/b"]);
    assert.deepEqual(order("name"), ["runs/a", "runs/b", "runs/c", sweep]);
    assert.deepEqual(order("status"), ["runs/a", "runs/c", "runs/b", sweep]);
    assert.deepEqual(order("steps"), ["runs/a", "runs/c", "runs/b", sweep]);
    assert.deepEqual(order("perplexity"), [sweep, "runs/c", "runs/a", "runs/b"]);
  });

  it("is a table with a line an entry", () => {
    const lines = formatRuns(sortEntries(foldTrials(runs), "perplexity")).split("\n");
    assert.match(lines[0]!, /^run +status +epochs +steps +loss +perplexity +started$/);
    assert.match(lines[2]!, /^runs\/c +finished +3 +1,200 +2\.000 +7\.4 +2026-01-03 10:20$/);
    assert.match(lines[1]!, /^runs\/sweep-s +2 trials, 1 failed +– +– +1\.000 .* best t0$/);
    assert.match(lines[4]!, /^runs\/b +interrupted +3 +7 +– +– +2026-01-04 10:20$/);
    assert.match(formatRuns(runs), /^runs\/t1 .* trial of sweep-s$/m);
  });
});
