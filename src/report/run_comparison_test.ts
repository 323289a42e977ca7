import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { compareRuns } from "./run_comparison.ts";
import { madeManifest, madeRun, otherRun } from "./test_views.ts";

const one = madeRun();
const two = otherRun;

describe("compareRuns", () => {
  const comparison = compareRuns([one, two]);

  it("lists keys whose values differ, in the order of the first config", () => {
    assert.deepEqual(comparison.config, [
      { key: "name", values: ["made", "other"] },
      { key: "model.hidden", values: [32, 64] },
      { key: "model.note", values: [undefined, "a\nb"] },
    ]);
  });

  it("says what makes losses incomparable", () => {
    assert.deepEqual(comparison.incomparable, []);
    const { hashes } = one.manifest;
    const other = madeRun({
      manifest: madeManifest({ hashes: { ...hashes, vocabulary: "cd".repeat(32) } }),
      settings: { ...one.settings, "corpus.split.valid": 0.1, "batch.size": 9 },
    });
    assert.deepEqual(compareRuns([one, one, other]).incomparable, ["vocabulary", "corpus.split"]);
  });

  it("says what each run came to", () => {
    const { perplexity, bits, ...rest } = comparison.runs[0]!;
    assert(Math.abs(perplexity! - Math.exp(1.5)) < 1e-12);
    assert(Math.abs(bits! - 1.5 / Math.LN2) < 1e-12);
    assert.deepEqual(rest, {
      directory: "runs/made-abababab",
      status: "finished",
      steps: 100,
      epochs: 2,
      loss: 1.5,
      lastTrainingLoss: 3 - 9 / 5,
      lastValidationLoss: 2,
      tokensPerSecond: 1000,
      seconds: 10,
      gemm: "wasm",
      library: "",
      runtime: "deno 2.9.6",
      processor: "made (x64)",
      code: "ab".repeat(32),
    });
    const { loss, lastTrainingLoss, tokensPerSecond, seconds } = comparison.runs[1]!;
    assert.deepEqual([loss, lastTrainingLoss, tokensPerSecond, seconds], [null, null, null, null]);
  });
});
