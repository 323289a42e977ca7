import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { compareTrials, formatResult, formatSweepComparison } from "./sweep_comparison.ts";
import { madeSweep } from "./test_views.ts";

describe("compareTrials", () => {
  const comparison = compareTrials(madeSweep());

  it("puts the best trial first, then those that came furthest", () => {
    const states = comparison.trials.map(({ state }) => state);
    const objectives = comparison.trials.flatMap(({ objective }) => objective ?? []);
    assert.deepEqual(states, [
      ...new Array(19).fill("finished"),
      ...new Array(10).fill("pruned"),
      "failed",
    ]);
    assert.deepEqual(objectives, [...objectives].sort((a, b) => a - b));
  });

  it("puts the best of a rung first", () => {
    const pruned = comparison.trials.filter(({ state }) => state === "pruned")
      .map(({ rungs }) => rungs[0]!.value);
    assert.deepEqual(pruned, [...pruned].sort((a, b) => a - b));
  });

  it("has no column of rungs where there is one", () => {
    const text = formatSweepComparison(compareTrials(madeSweep({ rungs: [3], trials: [] })));
    assert.match(text, /^trial +valid\.loss +state/);
  });

  it("turns the order round for what is maximized", () => {
    const objective = { metric: "valid.loss", goal: "maximize" } as const;
    const objectives = compareTrials(madeSweep({ objective })).trials
      .flatMap(({ objective }) => objective ?? []);
    assert.deepEqual(objectives, [...objectives].sort((a, b) => b - a));
  });

  it("is a table of trials with the importances below", () => {
    const text = formatSweepComparison(comparison);
    const [trials, shares] = text.split("\n\n").map((part) => part.split("\n"));
    assert.equal(trials!.length, 31);
    assert.match(trials![0]!, /^trial\s+valid\.loss\s+after\s+rank\s+state\s+model\.cell/);
    assert.match(trials![1]!, /^\s*\d+\s+[\d.]+\s+3 epochs\s+1 of 19\s+finished/);
    assert.match(trials![20]!, /^\s*\d+\s+[\d.]+\s+1 epoch\s+\d+ of 29\s+pruned/);
    assert.match(shares![1]!, /^training\.optimizer\.learningRate\s+[\d.]+ %$/);
  });
});

describe("formatResult", () => {
  const trial = { number: 0, values: {}, runs: [] };

  it("shows the spread, and what a trial had last", () => {
    const finished = { ...trial, state: "finished" as const, rungs: [], objective: 1.5 };
    assert.equal(formatResult(finished), "1.5000");
    assert.equal(formatResult({ ...finished, spread: 0.25 }), "1.5000 ± 0.2500");
    const pruned = { ...trial, state: "pruned" as const, rungs: [{ rung: 0, value: 2 }] };
    assert.equal(formatResult(pruned), "2.0000");
    assert.equal(formatResult({ ...pruned, rungs: [] }), "–");
  });
});
