import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { metricsLine } from "../../training/metrics/metrics_line.ts";
import { thinnedPoints } from "./thinned_points.ts";

const lineOf = (split: "train" | "valid", step: number): string =>
  JSON.stringify(
    metricsLine({ step, epoch: 1, tokens: step, split, loss: 1, learningRate: 0.1 }),
  );

const stepsOf = (limit: number, lines: readonly string[]): readonly number[] => {
  const thinned = thinnedPoints(limit);
  for (const line of lines) thinned.add(line);
  return thinned.points().map(({ step }) => step);
};

const steps = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

describe("thinned points", () => {
  it("keeps all of a few", () => {
    assert.deepEqual(stepsOf(10, steps(19).map((step) => lineOf("train", step))), steps(19));
  });

  it("keeps an even choice of many, and the last", () => {
    const kept = stepsOf(10, steps(1000).map((step) => lineOf("train", step)));
    assert.deepEqual(kept, [
      1,
      65,
      129,
      193,
      257,
      321,
      385,
      449,
      513,
      577,
      641,
      705,
      769,
      833,
      897,
      961,
      1000,
    ]);
  });

  it("thins each split by itself, and puts them in the order of the steps", () => {
    const lines = steps(100).map((step) => lineOf("train", step));
    assert.deepEqual(
      stepsOf(2, [lineOf("valid", 50), ...lines, lineOf("valid", 100)]),
      [1, 50, 65, 100, 100],
    );
  });
});
