/**
 * What a sweep costs beside training: 500 trials of a tiny model, one at a time, compared with the
 * same steps on an existing engine.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Effect, References, Result } from "effect";
import { runSweep } from "../../pipelines/sweep.ts";
import { trainingBatches } from "../../src/text/batch/batches.ts";
import { Engine } from "../../src/compute/engine.ts";
import { decodeExperiment } from "../../src/experiment/decode_experiment.ts";
import { makeScreen, Screen } from "../../src/base/terminal/screen.ts";
import { buildModel } from "../../src/model/build_model.ts";
import { initialWeights } from "../../src/model/initial_weights.ts";
import { loadCorpus } from "../../src/experiment/setup/load_corpus.ts";
import { measurePart } from "../../src/trainer/loop/measure_part.ts";
import { engineLayer } from "../../src/experiment/setup/open_engine.ts";
import { resolveEngine } from "../../src/experiment/setup/resolve_engine.ts";
import { capacityFor } from "../../src/trainer/job/training_job.ts";
import { type Spread, spread } from "./spread.ts";

const words = [
  "sea",
  "ship",
  "storm",
  "sailor",
  "whale",
  "boat",
  "wind",
  "harbour",
  "captain",
  "sky",
];

/** A hundred sentences, all different. */
const text = (): string =>
  words.flatMap((a) => words.map((b) => `The ${a} saw the ${b} and the ${a} was calm.`)).join(" ");

const config = (folder: string) => ({
  name: "tiny",
  corpus: { path: join(folder, "text.txt"), split: { valid: 0.1, test: 0 } },
  tokenizer: { kind: "word", vocabulary: 20 },
  batch: { kind: "sentences", size: 16 },
  model: { cell: "gru", embedding: 8, hidden: 8 },
  training: { epochs: 1 },
});

export interface SweepOverhead {
  readonly trials: number;
  /** Milliseconds a trial. */
  readonly whole: number;
  readonly training: number;
  readonly overhead: number;
  /** Milliseconds that a small file takes to reach the device: median, least and most. */
  readonly flush: Spread;
}

/** Measures in a folder below the working directory, whose device is the one that runs are on. */
export const sweepOverhead = (trials: number) =>
  Effect.gen(function* () {
    mkdirSync(".cache", { recursive: true });
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(process.cwd(), ".cache", "bench-sweep-"))),
      (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true })),
    );
    writeFileSync(join(folder, "text.txt"), text());
    writeFileSync(join(folder, "tiny.json"), JSON.stringify(config(folder)));
    writeFileSync(
      join(folder, "sweep.yaml"),
      `experiment: tiny.json
search: { kind: random, trials: ${trials} }
space:
  training.optimizer.learningRate: { min: 1e-4, max: 1e-2, scale: log }
`,
    );
    const before = performance.now();
    const result = yield* Effect.scoped(runSweep({
      sweep: join(folder, "sweep.yaml"),
      runs: join(folder, "runs"),
      parallel: 1,
      workers: 1,
      oversubscribe: false,
      store: undefined,
      allowCode: false,
      lease: 60,
      keepInStore: false,
    }));
    const whole = (performance.now() - before) / trials;
    if (result.counts.finished !== trials) {
      return yield* Effect.die(new Error("Trials are missing"));
    }
    const training = yield* trainingTime(folder);
    const flush = spread(Array.from({ length: 50 }, () => flushTime(folder)));
    return { trials, whole, training, overhead: whole - training, flush } satisfies SweepOverhead;
  }).pipe(
    Effect.provideService(Screen, makeScreen({ write: () => {} }, true)),
    Effect.provideService(References.MinimumLogLevel, "Warn"),
    Effect.scoped,
  );

/** Milliseconds of one trial's steps and evaluations, on an engine that is there already. */
const trainingTime = Effect.fnUntraced(function* (folder: string) {
  const experiment = yield* decodeExperiment({ ...config(folder), engine: { workers: 1 } });
  const corpus = yield* loadCorpus(experiment);
  const model = Result.getOrThrow(
    buildModel(experiment.model, {}, corpus.vocabulary.words.length),
  );
  const layer = engineLayer({
    experiment,
    model,
    weights: initialWeights(model, 1),
    engine: yield* resolveEngine(experiment.engine),
    capacity: capacityFor([corpus.train, corpus.valid], experiment),
  });
  const { batch, training } = experiment;
  const trial = Effect.gen(function* () {
    const engine = yield* Engine;
    let step = 0;
    for (let epoch = 0; epoch < training.epochs; epoch++) {
      const position = { epoch, first: 0, seed: 1 };
      for (const one of trainingBatches(corpus.train, batch, position)) {
        yield* engine.train(one, { step: step++, learningRate: 1e-3 });
      }
      if (corpus.valid !== undefined) yield* measurePart(corpus.valid, batch);
    }
  });
  const repetitions = 50;
  return yield* Effect.gen(function* () {
    yield* trial;
    const before = performance.now();
    for (let i = 0; i < repetitions; i++) yield* trial;
    return (performance.now() - before) / repetitions;
  }).pipe(Effect.provide(layer));
});

const flushTime = (folder: string): number => {
  const before = performance.now();
  const file = openSync(join(folder, "flush"), "w");
  writeSync(file, "x".repeat(1000));
  fsyncSync(file);
  closeSync(file);
  return performance.now() - before;
};
