import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { type Progress, renderProgress } from "./progress.ts";

const totals = { epochs: 5, steps: 5000 };
const progress: Progress = {
  epoch: 2,
  step: 1250,
  loss: 4.5,
  perplexity: 90.02,
  tokensPerSecond: 23456,
  left: 83,
};

describe("renderProgress", () => {
  it("shows everything where there is room", () => {
    assert.equal(
      renderProgress(progress, totals, 140),
      "epoch 2/5  [######..................]  step 1,250/5,000  loss 4.500  perplexity 90.0  " +
        "23,456 tokens/s  1:23 left",
    );
  });

  it("drops what matters least as the terminal narrows", () => {
    assert.equal(
      renderProgress(progress, totals, 80),
      "epoch 2/5  [##.......]  loss 4.500  perplexity 90.0  23,456 tokens/s  1:23 left",
    );
    assert.equal(renderProgress(progress, totals, 40), "epoch 2/5  loss 4.500  1:23 left");
    assert.equal(renderProgress(progress, totals, 12), "epoch 2/5  ");
  });

  it("leaves out what isn't known yet", () => {
    const start = { ...progress, tokensPerSecond: undefined, left: undefined };
    assert.ok(renderProgress(start, totals, 140).endsWith("perplexity 90.0"));
  });

  it("never reaches the last column", () => {
    const measure = fc.option(fc.double());
    const any = fc.record({
      epoch: fc.nat(),
      step: fc.nat(),
      loss: measure,
      perplexity: measure,
      tokensPerSecond: fc.option(fc.double(), { nil: undefined }),
      left: fc.option(fc.double({ noNaN: true }), { nil: undefined }),
    });
    const steps = fc.record({ epochs: fc.nat(), steps: fc.nat() });
    fc.assert(
      fc.property(any, steps, fc.integer({ min: 1, max: 200 }), (progress, totals, columns) => {
        assert.ok(renderProgress(progress, totals, columns).length < columns);
      }),
    );
  });
});
