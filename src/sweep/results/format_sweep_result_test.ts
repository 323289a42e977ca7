import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { formatSweepResult } from "./format_sweep_result.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";

const trial = (number: number, values: ViewedTrial["values"], run: string): ViewedTrial => ({
  number,
  values,
  state: "finished",
  rungs: [],
  objective: 2.5 + number / 3,
  runs: [run],
});
const table = (ranking: readonly ViewedTrial[]) =>
  formatSweepResult({
    name: "s",
    directory: "runs/sweep-s",
    ending: "done",
    objective: { metric: "valid.loss", goal: "minimize" },
    counts: { finished: ranking.length },
    ranking,
    command: null,
    failure: null,
  }).split("\n");

describe("formatSweepResult", () => {
  it("shows values as they were given, and measures shortened", () => {
    const rows = table([
      trial(0, { seed: 4123456789, rate: 1.23456e-7 }, "a"),
      trial(1, { seed: 4123456788, rate: 0.1 + 0.2 }, "b"),
    ]);
    assert.deepEqual(rows.slice(0, 3), [
      "trial  valid.loss        seed                 rate  run",
      "    0      2.5000  4123456789           1.23456e-7  a",
      "    1      2.8333  4123456788  0.30000000000000004  b",
    ]);
  });

  it("shows the spread of repeated trials beside their measure", () => {
    const rows = table([
      { ...trial(0, { rate: 0.5 }, "a"), spread: 0.123456 },
      trial(1, { rate: 0.25 }, "b"),
    ]);
    assert.deepEqual(rows.slice(0, 3), [
      "trial  valid.loss  spread  rate  run",
      "    0      2.5000  0.1235   0.5  a",
      "    1      2.8333  0.0000  0.25  b",
    ]);
  });

  it("shows ten runs, each once, with the trials that are it", () => {
    const ranking = Array.from({ length: 40 }, (_, i) => trial(i, { k: i % 20 }, `r${i % 20}`));
    const rows = table(ranking);
    assert.equal(rows.indexOf(""), 11);
    assert.match(rows[10]!, /^9, 29 .* 9 {2}r9$/);
  });
});
