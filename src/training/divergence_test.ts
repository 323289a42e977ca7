import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { RunError } from "../errors.ts";
import { divergence } from "./divergence.ts";

const numbers = {
  step: 120,
  loss: 4.5,
  learningRate: 5,
  gradientNorm: 2,
  checkpoint: "step-00000100",
};

describe("divergence", () => {
  it("is nothing while the numbers are finite", () => {
    assert.equal(divergence(numbers), undefined);
  });
  it("names what was seen and the last good checkpoint", () => {
    const error = divergence({ ...numbers, loss: NaN, gradientNorm: Infinity });
    assert.ok(error instanceof RunError);
    assert.match(error.message, /loss is NaN at step 120/);
    assert.match(error.message, /learning rate 5, .*gradient norm Infinity/);
    assert.match(error.message, /"step-00000100"/);
  });
  it("sees a gradient norm that is not finite under a finite loss", () => {
    assert.match(divergence({ ...numbers, gradientNorm: NaN })!.message, /gradient norm is NaN/);
  });
  it("sees weights that an update made infinite", () => {
    assert.match(divergence({ ...numbers, weightsOverflow: true })!.message, /weights are not/);
    assert.equal(divergence({ ...numbers, weightsOverflow: false }), undefined);
  });
  it("goes without a gradient norm", () => {
    assert.equal(divergence({ ...numbers, gradientNorm: undefined }), undefined);
    assert.match(
      divergence({ ...numbers, loss: NaN, gradientNorm: undefined })!.message,
      /gradient norm unknown/,
    );
  });
  it("says when there is no checkpoint", () => {
    const error = divergence({ ...numbers, loss: -Infinity, checkpoint: undefined });
    assert.match(error!.message, /no checkpoint was written before/);
  });
});
