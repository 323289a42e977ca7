import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Stream } from "effect";
import { type MetricsLine, metricsLine } from "../training/metrics/metrics_line.ts";
import type { Manifest } from "../run/manifest.ts";
import { testManifest } from "../run/test_support.ts";
import { changedCauses, type ComparedRun, firstDifference } from "./first_difference.ts";

const line = (step: number, loss: number, tokensPerSecond: number) =>
  metricsLine({ step, epoch: 1, tokens: step, split: "train", loss, tokensPerSecond });

const manifestWith = (sha256: string): Manifest => ({
  ...testManifest(),
  checkpoints: [{
    name: "step-00000002",
    step: 2,
    metric: null,
    files: {
      "model.safetensors": { bytes: 1, sha256 },
      "optimizer.safetensors": { bytes: 1, sha256: "0".repeat(64) },
      "state.json": { bytes: 1, sha256: "0".repeat(64) },
    },
  }],
});
const run = (sha256: string, ...lines: readonly MetricsLine[]): ComparedRun => ({
  manifest: manifestWith(sha256),
  lines: Stream.fromIterable(lines),
});
const a = "a".repeat(64);

const difference = (before: ComparedRun, after: ComparedRun) =>
  Effect.runSync(firstDifference(before, after));

describe("firstDifference", () => {
  it("sees none where only speeds differ", () => {
    const found = difference(run(a, line(1, 2, 10)), run(a, line(1, 2, 99)));
    assert.equal(found, undefined);
  });

  it("names the first step and metric that differ", () => {
    const found = difference(
      run(a, line(1, 2, 10), line(2, 1.5, 10)),
      run(a, line(1, 2, 10), line(2, 1.25, 10)),
    );
    assert.equal(found, "step 2, train loss: 1.5 before, 1.25 now");
  });

  it("names a line that one run lacks", () => {
    const found = difference(
      run(a, line(1, 2, 10)),
      run(a, line(1, 2, 10), line(2, 1, 1)),
    );
    assert.equal(found, "step 2, train: only the new run has this line");
  });

  it("compares the final weights too", () => {
    const found = difference(run(a, line(1, 2, 1)), run("b".repeat(64), line(1, 2, 1)));
    assert.equal(found, "the final weights, every metric being the same");
  });
});

describe("changedCauses", () => {
  it("lists what differs between two manifests, workers and times apart", () => {
    const before = testManifest();
    const after: Manifest = {
      ...before,
      engine: { gemm: "blas", library: "libopenblas.so.0", precision: "float32", workers: 7 },
      runtime: { ...before.runtime, version: "3.0.0" },
      packages: { effect: "4.2.0" },
      started: "2027-01-01T00:00:00.000Z",
    };
    assert.deepEqual(changedCauses(before, after), [
      "products: wasm before, blas libopenblas.so.0 now",
      "runtime: deno 2.9.6 before, deno 3.0.0 now",
      "package effect: 4.1.0 before, 4.2.0 now",
    ]);
    assert.deepEqual(changedCauses(before, before), []);
  });
});
