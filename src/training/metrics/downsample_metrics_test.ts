import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { type MetricsLine, metricsLine } from "./metrics_line.ts";
import { metricsDownsampler } from "./downsample_metrics.ts";

const line = (step: number, loss: number, split: MetricsLine["split"] = "train") =>
  metricsLine({ step, epoch: 1, tokens: step, split, loss });

const thinned = (lines: readonly MetricsLine[], limit: number) => {
  const thinner = metricsDownsampler(limit);
  for (const one of lines) thinner.add(one);
  return thinner.lines();
};

describe("metricsDownsampler", () => {
  it("keeps all of a few, in their order", () => {
    const lines = [line(1, 3), line(2, 2), line(2, 2.5, "valid"), line(3, NaN), line(4, 1)];
    assert.deepEqual(thinned(lines, 8), lines);
    assert.deepEqual(thinned([], 8), []);
  });

  it("joins neighbours only when each stands for as many lines", () => {
    const losses = [0, 1, 2, 3, 2.5, 1.5, 2];
    const kept = thinned(losses.map((loss, step) => line(step, loss)), 2);
    // Of steps 0 to 3 the least and the greatest, the same of 4 to 6, and the last.
    assert.deepEqual(kept.map(({ step }) => step), [0, 3, 4, 5, 6]);
  });

  it("keeps a bounded number of each kind: the least, the greatest, the last, evenly", () => {
    for (const count of [63, 64, 1000, 20_011]) {
      const loss = (step: number) => step === 700 ? 99 : step === 33 ? -1 : Math.sin(step);
      const lines = Array.from({ length: count }, (_, step) => line(step, loss(step)));
      const valid = [line(5, 1, "valid"), line(6, NaN, "valid")];
      const kept = thinned([...lines, ...valid], 64);
      const steps = kept.filter(({ split }) => split === "train").map(({ step }) => step);
      assert.ok(steps.length <= 129, `${steps.length} of ${count}`);
      assert.deepEqual(steps, steps.toSorted((a, b) => a - b));
      for (const step of [33, ...(count > 700 ? [700] : []), count - 1]) {
        assert.ok(steps.includes(step), `${step} of ${count}`);
      }
      const gaps = steps.slice(1).map((step, i) => step - steps[i]!);
      assert.ok(
        Math.max(...gaps) <= Math.max(1, 8 * count / 64),
        `${Math.max(...gaps)} of ${count}`,
      );
      assert.deepEqual(kept.filter(({ split }) => split === "valid"), valid);
    }
  });
});
