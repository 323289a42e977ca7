import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { trainingSeconds } from "./training_time.ts";

describe("the time of a training", () => {
  it("is that of its products, without embedding and biases", () => {
    const parameter = { bound: 1, initial: undefined };
    const parameters = [
      { ...parameter, key: "embedding.weight", rows: 1000, columns: 64 },
      { ...parameter, key: "0.Whn", rows: 100, columns: 50 },
      { ...parameter, key: "0.bn", rows: 100, columns: 1 },
    ];
    // 5,000 values · 6 · 1,000,000 tokens at 0.4 of 2 · 10 GFLOP/s
    assert.equal(trainingSeconds({ parameters }, { tokens: 1e6, speed: 10, threads: 2 }), 3.75);
  });
});
