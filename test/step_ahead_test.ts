/**
 * Training hands a step over before it has heard of the one before. What comes of it must be what
 * comes of one step at a time, wherever evaluations, checkpoints, looks and lines of metrics fall.
 */
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Exit, Layer, Result, SynchronizedRef } from "effect";
import fc from "fast-check";
import { trainingBatches } from "../src/text/batch/batches.ts";
import { Engine, type StepReport } from "../src/compute/engine.ts";
import { makeReferenceEngine } from "../src/compute/reference/reference_engine.ts";
import { decodeExperiment } from "../src/experiment/decode_experiment.ts";
import { Metrics } from "../src/training/metrics/metrics.ts";
import { buildModel } from "../src/model/build_model.ts";
import { initialWeights } from "../src/model/initial_weights.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import { testRun } from "../src/run/test_support.ts";
import { Trainer } from "../src/trainer/loop/trainer.ts";
import type { TokenizedCorpus } from "../src/text/tokens/tokenized_corpus.ts";
import { vocabularyOf } from "../src/text/vocabulary/vocabulary.ts";
import { Diverged } from "../src/training/divergence.ts";
import { testFolder } from "./support/test_folder.ts";

const part = (sentences: number, turn: number) => ({
  tokens: Int32Array.from({ length: sentences * 4 }, (_, i) => (i * i + turn * (i >> 3)) % 4),
  offsets: Int32Array.from({ length: sentences + 1 }, (_, i) => i * 4),
  characters: new Uint8Array(sentences * 4),
  bytes: new Uint16Array(sentences * 4),
});
const corpus: TokenizedCorpus = {
  vocabulary: vocabularyOf(["UNKNOWN_TOKEN", "a", "b", "c"]),
  train: part(17, 1),
  valid: part(4, 3),
  test: undefined,
  hash: "0".repeat(64),
  isPrivate: false,
  version: 2,
  cut: 0,
  counts: { bytes: 1, documents: 1, sentences: 21, dropped: 0, distinct: 3 },
};
const epochs = 4;
const batch = { kind: "sentences", size: 4, shuffle: true, maxLength: "none" } as const;

const every = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((n) => `${n} steps`),
  fc.integer({ min: 1, max: 3 }).map((n) => `${n} epochs`),
);
const watch = fc.constantFrom("valid.loss", "train.sentence-loss");
const schedule = fc.oneof(
  fc.constant({ kind: "constant" }),
  fc.record({ kind: fc.constant("halve-on-rise"), watch, every }),
  fc.record({ kind: fc.constant("plateau"), watch, patience: fc.nat(1) }),
  fc.record({ kind: fc.constant("step"), every }),
);
const caseOf = fc.record({
  schedule,
  evaluate: every,
  checkpoint: every,
  metrics: every,
  best: fc.constantFrom("valid.loss", "train.loss"),
  stop: fc.oneof(fc.constant("none"), fc.record({ patience: fc.integer({ min: 1, max: 2 }) })),
  /** Step whose loss isn't finite. */
  diverges: fc.option(fc.nat(25)),
});
type Case = typeof caseOf extends fc.Arbitrary<infer C> ? C : never;

/** The reference engine, whose steps move the weights at once, and which refuses what it may. */
const strictEngine = (real: Engine["Service"], diverges: number | null) => {
  let ahead = 0;
  let deepest = 0;
  const resting = <A, E>(answer: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      assert.equal(ahead, 0, "the engine is asked while a step is pending");
      return answer;
    });
  const engine: Engine["Service"] = {
    ...real,
    submit: (of, settings) =>
      Effect.gen(function* () {
        deepest = Math.max(deepest, ++ahead);
        assert.ok(ahead <= 2, "more than one step is handed over ahead");
        const { loss, tokens, gradientNorm } = yield* real.train(of, settings);
        const report: StepReport = {
          loss: settings.step === diverges ? NaN : loss,
          tokens,
          ...settings.norm ? { gradientNorm: gradientNorm! } : {},
        };
        return Effect.sync(() => {
          ahead--;
          return report;
        });
      }),
    evaluate: (of) => resting(real.evaluate(of)),
    weights: resting(real.weights),
    slots: resting(real.slots),
    gradient: resting(real.gradient),
    carried: resting(real.carried),
  };
  return { engine, deepest: () => deepest };
};

/** Trains as the pipeline does; `alone`: each step is heard of before the next, by a checkpoint. */
const train = Effect.fnUntraced(function* (of: Case, alone: boolean, folder: string) {
  const experiment = yield* decodeExperiment({
    name: "t",
    corpus: { path: "none.txt" },
    batch,
    model: { cell: "rnn", embedding: 2, hidden: 3 },
    training: {
      optimizer: { kind: "sgd", learningRate: 0.5 },
      epochs,
      schedule: of.schedule,
      evaluate: { every: of.evaluate },
      stop: of.stop,
    },
    checkpoint: { every: of.checkpoint, best: of.best },
    metrics: { every: of.metrics, sinks: [] },
  });
  const model = Result.getOrThrow(buildModel(experiment.model, {}, 4));
  const real = makeReferenceEngine(model, initialWeights(model, 1), {
    optimizer: makeOptimizer(experiment.training.optimizer),
    clip: "none",
    loss: "token-mean",
    seed: 1,
  });
  const { engine, deepest } = strictEngine(real, of.diverges);
  const lines: unknown[] = [];
  const note = (line: unknown) => Effect.sync(() => void lines.push(line));
  const metrics = Layer.succeed(Metrics, {
    trained: note,
    evaluated: note,
    finish: Effect.void,
    checkpoint: Effect.succeed({ bytes: 0, tokens: 0, pending: null }),
    pause: Effect.void,
    rolledBack: () => Effect.void,
  });
  const run = testRun(folder);
  const layer = Trainer.layer({ experiment, corpus, model, run, saved: undefined }).pipe(
    Layer.provide(Layer.merge(Layer.succeed(Engine, engine), metrics)),
  );
  return yield* Effect.gen(function* () {
    const trainer = yield* Trainer;
    const exit = yield* Effect.exit(Effect.gen(function* () {
      for (let epoch = 0; epoch < epochs && !trainer.isOver(); epoch++) {
        for (const next of trainingBatches(corpus.train, batch, { epoch, first: 0, seed: 1 })) {
          yield* trainer.step(next);
          yield* trainer.settle;
          if (alone) yield* trainer.save;
          if (trainer.isOver()) break;
        }
      }
      yield* trainer.finish;
    }));
    const failure = Exit.isFailure(exit) ? yield* Effect.flip(exit) : undefined;
    const { last, best } = SynchronizedRef.getUnsafe(run.manifest);
    return {
      deepest: deepest(),
      result: {
        lines,
        state: trainer.state(),
        sound: trainer.isSound(),
        failure: failure instanceof Diverged ? { ...failure } : failure,
        // A step too many may have been done where one's numbers weren't finite.
        weights: failure === undefined ? yield* real.weights : undefined,
        kept: failure === undefined ? { last, best } : undefined,
      },
    };
  }).pipe(Effect.provide(layer));
});

describe("a step handed over ahead", () => {
  it("leaves the same lines, state and weights as one step at a time", async () => {
    let ahead = 0;
    await fc.assert(
      fc.asyncProperty(caseOf, async (of) => {
        const [fast, slow] = await Promise.all(
          [false, true].map((alone) => Effect.runPromise(train(of, alone, testFolder({})))),
        );
        assert.deepEqual(fast!.result, slow!.result);
        assert.equal(slow!.deepest, 1);
        if (fast!.deepest === 2) ahead++;
      }),
      { numRuns: 25, seed: 1 },
    );
    assert.ok(ahead > 5);
  });
});
