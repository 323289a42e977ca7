/**
 * What ASHA saves: a grid of 27 trials of configs/small.yaml on ten chapters, each trained to nine
 * times the grace, against ASHA over the same trials in five orders. A paused and resumed trial has
 * the same bits as an uninterrupted one, so the results of ASHA's trials are taken from the grid's.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Effect, References, Stream } from "effect";
import { runSweep } from "../../pipelines/sweep.ts";
import { BenchFailed } from "./bench_error.ts";
import { readMetrics } from "../../src/training/metrics/read_metrics.ts";
import { makeScreen, Screen } from "../../src/base/terminal/screen.ts";
import { key } from "../../src/base/random/key.ts";
import { uniform } from "../../src/base/random/uniform.ts";
import { ashaStopper } from "../../src/sweep/stoppers/asha.ts";
import type { Trial } from "../../src/sweep/trial.ts";
import { spread } from "./spread.ts";

const full = 9;
const reduction = 3;
const orders = 5;

const experiment = (small: string) =>
  `extends: ${JSON.stringify(small)}
name: asha
corpus: { files: data/chapter_4?.txt, split: { valid: 0.1, test: 0 } }
tokenizer: { vocabulary: 2000 }
training: { epochs: ${full}, stop: none }
`;

const grid = `experiment: asha.yaml
search: { kind: grid }
space:
  model.hidden: { values: [32, 64, 128] }
  training.optimizer.learningRate: { values: [0.0005, 0.002, 0.008] }
  training.clip.norm: { values: [0.25, 1, 5] }
`;

/** Least validation loss of a trial after each epoch. */
type Curve = readonly number[];

export interface AshaResult {
  readonly gridBest: number;
  /** Of each order: the best full-length loss that ASHA found, and the share of the grid's steps. */
  readonly found: readonly { readonly loss: number; readonly steps: number }[];
  /** Medians: how far above the grid's best, in per cent, and per cent of its steps. */
  readonly above: number;
  readonly steps: number;
}

/** Trains what is missing of the grid below `.cache`, then plays ASHA over it. */
export const measureAsha = Effect.gen(function* () {
  const folder = join(".cache", "bench-asha");
  mkdirSync(folder, { recursive: true });
  const small = fileURLToPath(new URL("../../configs/small.yaml", import.meta.url));
  writeFileSync(join(folder, "asha.yaml"), experiment(small));
  writeFileSync(join(folder, "grid.yaml"), grid);
  const { ranking, counts } = yield* Effect.scoped(runSweep({
    sweep: join(folder, "grid.yaml"),
    runs: join(folder, "runs"),
    parallel: availableParallelism(),
    workers: 1,
    oversubscribe: false,
    store: undefined,
    allowCode: false,
    lease: 60,
    keepInStore: false,
  })).pipe(
    Effect.provideService(Screen, makeScreen({ write: () => {} }, true)),
    Effect.provideService(References.MinimumLogLevel, "Warn"),
  );
  if (counts.finished !== 27) {
    return yield* new BenchFailed({
      problem: `Some trials of the grid failed: remove "${folder}" and try again`,
    });
  }
  const curves = yield* Effect.forEach(
    ranking.toSorted((a, b) => a.number - b.number),
    ({ runs: [run] }) => curveOf(run!),
  );
  const gridBest = Math.min(...curves.map((curve) => curve.at(-1)!));
  const found = Array.from({ length: orders }, (_, order) => playAsha(shuffled(curves, order)));
  return {
    gridBest,
    found,
    above: 100 * (spread(found.map(({ loss }) => loss)).median / gridBest - 1),
    steps: 100 * spread(found.map(({ steps }) => steps)).median,
  } satisfies AshaResult;
});

const curveOf = Effect.fnUntraced(function* (run: string) {
  const lines = yield* Stream.runCollect(readMetrics(run));
  const losses = lines.filter(({ split }) => split === "valid").map(({ loss }) => loss ?? Infinity);
  return losses.map((_, epoch) => Math.min(...losses.slice(0, epoch + 1)));
});

const shuffled = (curves: readonly Curve[], seed: number): readonly Curve[] => {
  const stream = key(seed, "order of trials");
  return curves.map((curve, index) => ({ curve, place: uniform(stream, index) }))
    .sort((a, b) => a.place - b.place)
    .map(({ curve }) => curve);
};

/** One trial at a time, as `--parallel 1` does. */
export function playAsha(curves: readonly Curve[]): AshaResult["found"][number] {
  const { rungs, next } = ashaStopper({ grace: 1, reduction, goal: "minimize", full });
  const trials: Trial[] = [];
  let epochs = 0;
  const train = (number: number, rung: number) => {
    const before = trials[number]?.rungs ?? [];
    epochs += rungs[rung]! - (rung === 0 ? 0 : rungs[rung - 1]!);
    const value = curves[number]![rungs[rung]! - 1]!;
    const state = rung === rungs.length - 1 ? "finished" : "paused";
    trials[number] = { number, values: {}, state, rungs: [...before, { rung, value }] };
  };
  for (;;) {
    const job = next(trials, trials.length < curves.length);
    if (job.kind === "new") train(trials.length, 0);
    else if (job.kind === "continue") train(job.trial, job.rung);
    else if (job.kind === "prune") trials[job.trial] = { ...trials[job.trial]!, state: "pruned" };
    else break;
  }
  const finished = trials.filter(({ state }) => state === "finished");
  return {
    loss: Math.min(...finished.map(({ rungs }) => rungs.at(-1)!.value)),
    steps: epochs / (full * curves.length),
  };
}
