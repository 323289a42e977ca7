import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { centralDifferences, gradientError } from "../user_gates/central_differences.ts";
import { softmaxCrossEntropy } from "./softmax_cross_entropy.ts";

const { predict, loss, diff, logPredict } = softmaxCrossEntropy;

describe("softmaxCrossEntropy", () => {
  const x = Float64Array.of(0.5, -1, 2, 0);

  it("loses −log of the probability of the next token", () => {
    for (let y = 0; y < x.length; y++) {
      assert.ok(Math.abs(loss(x, y) + Math.log(predict(x)[y]!)) < 1e-14);
      assert.ok(Math.abs(logPredict(x)[y]! + loss(x, y)) < 1e-14);
    }
  });

  it("stays finite where a probability underflows", () => {
    assert.equal(loss(Float64Array.of(2000, 0), 1), 2000);
    assert.deepEqual([...diff(Float64Array.of(2000, 0), 1)], [1, -1]);
  });

  it("agrees with central differences", () => {
    for (let y = 0; y < x.length; y++) {
      const numeric = centralDifferences(() => loss(x, y), x);
      assert.ok(gradientError(diff(x, y), numeric).error <= 1e-6);
    }
  });
});
