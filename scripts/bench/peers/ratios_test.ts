import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { comparison } from "./comparison_for_test.ts";
import { fastest, ratios } from "./ratios.ts";

describe("fastest", () => {
  it("goes by the median", () => {
    assert.equal(fastest(comparison.peers, "torch")?.threads, 2);
    assert.equal(fastest(comparison.peers, "javascript")?.system, "jax-js");
    assert.equal(fastest([], "torch"), undefined);
  });
});

describe("ratios", () => {
  it("pairs the repetitions of all workers with the fastest peers", () => {
    assert.deepEqual(ratios(comparison), [{
      workload: "W2",
      gemm: "blas",
      workers: 2,
      torch: { value: 2, goal: 1.6 },
      javascript: { value: 10, goal: 9 },
      share: { value: 0.75, goal: 0.75 },
      workersRatio: { value: 2, goal: 1.7 },
    }]);
  });

  it("has goals and peers only where there are some", () => {
    const [row] = ratios({
      ...comparison,
      workload: "W1/4",
      measurements: comparison.measurements.slice(0, 1),
      peers: [],
    });
    assert.deepEqual([row!.torch, row!.javascript.value], [
      { value: undefined, goal: undefined },
      undefined,
    ]);
    assert.deepEqual(row!.workersRatio, { value: undefined, goal: undefined });
  });
});
