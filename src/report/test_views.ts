/** Invented runs and sweeps, for tests of reports and comparisons. */
import { type MetricsLine, metricsLine } from "../training/metrics/metrics_line.ts";
import type { Manifest } from "../run/manifest.ts";
import { sampleRandom } from "../sweep/samplers/random_search.ts";
import type { Space } from "../sweep/space/space.ts";
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";
import type { RunView } from "./run_view.ts";

const sha = "ab".repeat(32);

export function madeManifest(change: Partial<Manifest> = {}): Manifest {
  return {
    format: 1,
    name: "made",
    hash: sha,
    hashes: { config: sha, corpus: sha, vocabulary: sha, code: sha },
    seed: 42,
    engine: { gemm: "wasm", precision: "float32", workers: 2 },
    runtime: {
      name: "deno",
      version: "2.9.6",
      os: "linux",
      architecture: "x64",
      cpu: "made",
      cores: 2,
    },
    packages: {},
    command: ["run", "made.yaml"],
    started: "2026-01-01T00:00:00Z",
    resumed: [],
    ended: "2026-01-01T00:01:40Z",
    outcome: { status: "finished", steps: 100, epochs: 2, best: 1.5 },
    checkpoints: [],
    sizes: {
      parameters: 12_345,
      vocabulary: 1000,
      bytes: 2_000_000,
      documents: 3,
      cut: 1,
      train: { tokens: 5000, unknown: 100, sentences: 250 },
      valid: { tokens: 400, unknown: 1, sentences: 20 },
      test: { tokens: 300, unknown: 0, sentences: 15 },
    },
    baselines: { unigram: 3.5, bigram: 2.5 },
    best: "step-00000080",
    last: "step-00000100",
    ...change,
  };
}

/** A manifest of a version that did not record sizes and baselines. */
export function madeOldManifest(): Manifest {
  const { sizes: _, baselines: __, ...old } = madeManifest();
  return old;
}

/** Ten lines of training and two evaluations. */
export const madeLines: readonly MetricsLine[] = Array.from({ length: 10 }, (_, i) => {
  const step = 10 * (i + 1);
  const train = metricsLine({
    step,
    epoch: i < 5 ? 1 : 2,
    tokens: step * 100,
    split: "train",
    loss: 3 - i / 5,
    gradientNorm: 0.5 + i / 10,
    learningRate: 0.002,
    tokensPerSecond: 1000,
  });
  const valid = metricsLine({ step, epoch: 1, tokens: step * 100, split: "valid", loss: 2 });
  return i % 5 === 4 ? [train, valid] : [train];
}).flat();

export function madeRun(change: Partial<RunView> = {}): RunView {
  return {
    directory: "runs/made-abababab",
    manifest: madeManifest(),
    config: "name: made\nmodel:\n  cell: gru\n  hidden: 32\n",
    settings: { name: "made", "model.cell": "gru", "model.hidden": 32 },
    lines: madeLines,
    trainingSeconds: 10,
    ...change,
  };
}

const space: Space = [
  { path: "model.cell", domain: { values: ["rnn", "gru"] } },
  { path: "model.hidden", domain: { min: 8, max: 32, step: 8, scale: "linear", integer: true } },
  { path: "training.optimizer.learningRate", domain: { min: 1e-4, max: 0.1, scale: "log" } },
  {
    path: "training.clip.norm",
    domain: { values: [0.25, 1] },
    when: { "model.cell": ["rnn"] },
  },
];

/** Thirty trials; the loss is best at a rate of 0.01, every third is pruned and trial 4 failed. */
export function madeSweep(change: Partial<SweepView> = {}): SweepView {
  const trials = Array.from({ length: 30 }, (_, number): ViewedTrial => {
    const values = sampleRandom({ space, seed: 1, goal: "minimize", trial: number, history: [] });
    if (values === "exhausted") throw new Error("Random search has no end");
    const rate = Math.log10(Number(values["training.optimizer.learningRate"]));
    const loss = 2 + (rate + 2) ** 2;
    const state = number === 4 ? "failed" : number % 3 === 2 ? "pruned" : "finished";
    return {
      number,
      values,
      state,
      ...state === "finished" ? { objective: loss } : {},
      rungs: state === "failed"
        ? []
        : state === "pruned"
        ? [{ rung: 0, value: loss + 1 }]
        : [{ rung: 0, value: loss + 1 }, { rung: 1, value: loss }],
      runs: [`runs/made-${number}`],
      started: 1e12 + number * 60_000,
      ended: 1e12 + number * 60_000 + 50_000,
      ...state === "failed" ? { failure: "The loss is NaN at step 3" } : {},
    };
  });
  return {
    name: "made",
    objective: { metric: "valid.loss", goal: "minimize" },
    space,
    rungs: [1, 3],
    unit: "epochs",
    trials,
    ...change,
  };
}

/** A run under way with another config, without metrics. */
export const otherRun = madeRun({
  directory: "runs/other-cdcdcdcd",
  settings: { name: "other", "model.cell": "gru", "model.hidden": 64, "model.note": "a\nb" },
  manifest: madeManifest({
    ended: null,
    outcome: { status: "running", steps: 30, epochs: 1, best: null },
  }),
  lines: [],
  trainingSeconds: undefined,
});
