import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import type { ViewedTrial } from "../records/sweep_view.ts";
import { formatLength } from "./format_length.ts";
import { rungRanks } from "./rung_ranks.ts";

const trial = (number: number, ...values: readonly number[]): ViewedTrial => ({
  number,
  values: {},
  state: "pruned",
  rungs: values.map((value, rung) => ({ rung, value })),
  runs: [],
});

describe("rungRanks", () => {
  const trials = [trial(0, 5), trial(1, 3, 2), trial(2, 4), trial(3), trial(4, 4, 1)];

  it("ranks a trial among all that reached its last rung", () => {
    const ranks = rungRanks({ trials, objective: { metric: "valid.loss", goal: "minimize" } });
    assert.deepEqual([...ranks], [
      [0, { rung: 0, rank: 4, of: 4 }],
      [1, { rung: 1, rank: 2, of: 2 }],
      [2, { rung: 0, rank: 2, of: 4 }],
      [4, { rung: 1, rank: 1, of: 2 }],
    ]);
  });

  it("turns round where more is better", () => {
    const ranks = rungRanks({ trials, objective: { metric: "valid.loss", goal: "maximize" } });
    assert.deepEqual([ranks.get(0)?.rank, ranks.get(4)?.rank], [1, 2]);
  });
});

describe("formatLength", () => {
  it("has one epoch and several", () => {
    assert.equal(formatLength({ rungs: [1, 3], unit: "epochs" }, 0), "1 epoch");
    assert.equal(formatLength({ rungs: [1, 3], unit: "steps" }, 1), "3 steps");
  });
});
