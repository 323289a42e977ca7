import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Context, Effect, Layer, Result, SynchronizedRef } from "effect";
import { effect } from "../../base/test_effect.ts";
import type { Batch } from "../../text/batch/batch.ts";
import { trainingBatches } from "../../text/batch/batches.ts";
import { Engine } from "../../compute/engine.ts";
import { makeReferenceEngine } from "../../compute/reference/reference_engine.ts";
import { decodeExperiment } from "../../experiment/decode_experiment.ts";
import type { MetricsLine } from "../../training/metrics/metrics_line.ts";
import { Metrics } from "../../training/metrics/metrics.ts";
import { buildModel } from "../../model/build_model.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import { makeOptimizer } from "../../compute/optimizer/make_optimizer.ts";
import { newFolder, testRun } from "../../run/test_support.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { vocabularyOf } from "../../text/vocabulary/vocabulary.ts";
import { Diverged } from "../../training/divergence.ts";
import { Trainer } from "./trainer.ts";
import type { TrainingState } from "./training_state.ts";

/** Sentences of equal length over four words; one part is trained on, one measured. */
const part = (sentences: number) => ({
  tokens: Int32Array.from({ length: sentences * 4 }, (_, i) => i % 4),
  offsets: Int32Array.from({ length: sentences + 1 }, (_, i) => i * 4),
  characters: new Uint8Array(sentences * 4),
  bytes: new Uint16Array(sentences * 4),
});
const corpus: TokenizedCorpus = {
  vocabulary: vocabularyOf(["UNKNOWN_TOKEN", "a", "b", "c"]),
  train: part(8),
  valid: part(2),
  test: undefined,
  hash: "0".repeat(64),
  isPrivate: false,
  version: 2,
  cut: 0,
  counts: { bytes: 1, documents: 1, sentences: 10, dropped: 0, distinct: 3 },
};

interface Script {
  /** Mean loss of each evaluation in turn. */
  readonly valid: readonly number[];
  /** Mean loss of each training step. */
  readonly train?: (step: number) => number;
  readonly training?: object;
  readonly checkpoint?: object;
  /** Where to go on from. */
  readonly saved?: TrainingState;
}

interface Seen {
  readonly rates: number[];
  readonly lines: [MetricsLine["split"], number][];
  readonly checkpoints: () => {
    checkpoints: readonly { name: string; metric: number | null }[];
    best: string | null;
    last: string | null;
    baselines?: { unigram: number; bigram: number };
  };
}

/** A trainer in a run of its own, on an engine that answers as the script says. */
const trainerOf = Effect.fnUntraced(function* (script: Script) {
  const experiment = yield* decodeExperiment({
    name: "t",
    corpus: { path: "none.txt" },
    batch: { kind: "sentences", size: 4, shuffle: false },
    model: { cell: "rnn", embedding: 2, hidden: 2 },
    training: { optimizer: { kind: "sgd", learningRate: 0.5 }, epochs: 9, ...script.training },
    checkpoint: { every: "100 steps", ...script.checkpoint },
    metrics: { sinks: [] },
  });
  const model = Result.getOrThrow(buildModel(experiment.model, {}, 4));
  const run = testRun(yield* newFolder);
  const seen: Seen = {
    rates: [],
    lines: [],
    checkpoints: () => SynchronizedRef.getUnsafe(run.manifest),
  };
  const real = makeReferenceEngine(model, initialWeights(model, 1), {
    optimizer: makeOptimizer(experiment.training.optimizer),
    clip: "none",
    loss: "token-mean",
    seed: 1,
  });
  let evaluations = 0;
  const tokensOf = (batch: Batch) => batch.inputs.length;
  const engine = Layer.succeed(Engine, {
    ...real,
    submit: (batch, { step, learningRate }) =>
      Effect.succeed(Effect.sync(() => {
        seen.rates.push(learningRate);
        const tokens = tokensOf(batch);
        return { loss: (script.train?.(step) ?? 1) * tokens, tokens, gradientNorm: 2 };
      })),
    evaluate: (batch) =>
      Effect.sync(() => {
        const loss = script.valid[evaluations++] ?? NaN;
        return {
          rowLosses: Float64Array.from(batch.lengths, (n) => n * loss),
          tokenLosses: new Float64Array(batch.targets.length).fill(loss),
          tokens: tokensOf(batch),
        };
      }),
  });
  const metrics = Layer.succeed(Metrics, {
    trained: () => Effect.void,
    evaluated: ({ split, loss }) => Effect.sync(() => void seen.lines.push([split, loss])),
    finish: Effect.void,
    checkpoint: Effect.succeed({ bytes: 0, tokens: 0, pending: null }),
    pause: Effect.void,
    rolledBack: () => Effect.void,
  });
  const layer = Trainer.layer({ experiment, corpus, model, run, saved: script.saved }).pipe(
    Layer.provide(Layer.merge(engine, metrics)),
  );
  const trainer = Context.get(yield* Layer.build(layer), Trainer);
  return { trainer, seen };
});

/** How the training part is cut: two batches an epoch. */
const config = { kind: "sentences", size: 4, shuffle: false, maxLength: "none" } as const;

/** The batch of a step. */
const batchOf = (step: number): Batch =>
  trainingBatches(corpus.train, config, { epoch: step >> 1, first: step & 1, seed: 1 })
    .next().value!;

/** Does the steps from one to another, and what is due after each. */
const steps = Effect.fnUntraced(function* (
  trainer: Trainer["Service"],
  from: number,
  to: number,
) {
  for (let step = from; step < to && !trainer.isOver(); step++) {
    yield* trainer.step(batchOf(step));
    yield* trainer.settle;
  }
  return trainer.state();
});

/** Trains to the end, as the pipeline does. */
const toTheEnd = Effect.fnUntraced(function* (trainer: Trainer["Service"]) {
  yield* steps(trainer, 0, Infinity);
  yield* trainer.finish;
  return trainer.state();
});

/** The divergence that a training ends with. */
const divergenceOf = <A, E>(training: Effect.Effect<A, E>) =>
  Effect.map(Effect.orDie(Effect.flip(training)), (error) => {
    assert.ok(error instanceof Diverged);
    return { ...error };
  });

describe("Trainer", () => {
  effect("stops when evaluations no longer get better, and keeps the best", function* () {
    const script = { valid: [3, 2, 2.5, 2.2, 9], training: { stop: { patience: 2 } } };
    const { trainer, seen } = yield* trainerOf(script);
    const state = yield* toTheEnd(trainer);
    assert.equal(state.epoch, 4);
    assert.deepEqual(state.best, { loss: 2, step: 4 });
    assert.deepEqual(seen.lines.map(([, loss]) => loss), [3, 2, 2.5, 2.2]);
    assert.equal(seen.checkpoints().best, "step-00000004");
    assert.equal(seen.checkpoints().last, "step-00000008");
  });

  effect("notes the baselines with the first evaluation, not before a step", function* () {
    const { trainer, seen } = yield* trainerOf({ valid: [3, 2], training: { epochs: 2 } });
    yield* steps(trainer, 0, 1);
    assert.equal(seen.checkpoints().baselines, undefined);
    yield* steps(trainer, 1, 2);
    const { baselines } = seen.checkpoints();
    assert(baselines !== undefined && baselines.bigram < baselines.unigram);
    yield* steps(trainer, 2, 4);
    assert.equal(seen.checkpoints().baselines, baselines);
  });

  effect("answers each step that it heard of, once and in order", function* () {
    const training = { epochs: 3, evaluate: { every: "9 epochs" } };
    const { trainer } = yield* trainerOf({ valid: [1], training });
    const heard: number[][] = [];
    for (let step = 0; step < 6; step++) {
      const reports = yield* trainer.step(batchOf(step));
      heard.push(reports.map((report) => report.step));
    }
    // The engine rests at the end of an epoch, each of two steps.
    assert.deepEqual(heard, [[], [1, 2], [], [3, 4], [], [5, 6]]);
  });

  effect(
    "halves the rate when the training part's sentence loss rose, looked at before each epoch",
    function* () {
      // The training part is measured in two batches, before epochs 1 to 4.
      const looks = [3, 3, 2, 2, 2.5, 2.5, 2.4, 2.4];
      const schedule = { kind: "halve-on-rise", watch: "train.sentence-loss" };
      const training = { schedule, epochs: 4, evaluate: { every: "9 epochs" } };
      const { trainer, seen } = yield* trainerOf({ valid: looks, training });
      for (let step = 0; step < 8; step++) yield* trainer.step(batchOf(step));
      assert.deepEqual(seen.rates, [0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25]);
    },
  );

  effect("fails on a loss that is not finite, with what was seen", function* () {
    const script = { valid: [1, 1, 1], train: (step: number) => step === 3 ? NaN : 1 };
    const { trainer } = yield* trainerOf(script);
    assert.deepEqual(yield* divergenceOf(toTheEnd(trainer)), {
      ...{ _tag: "Diverged", step: 4, seen: "loss is NaN", loss: NaN },
      ...{ hasGate: true, learningRate: 0.5, gradientNorm: 2 },
    });
  });

  effect(
    "fails on a loss that has exploded at the same step, whether gone on with or not",
    function* () {
      // 40 steps over four words: ten in a row over 13.9 are too many.
      const script: Script = {
        valid: Array(20).fill(1),
        train: (step) => step < 9 || step >= 12 ? 14 : 13,
        training: { epochs: 20 },
        checkpoint: { every: "4 steps" },
      };
      const whole = yield* divergenceOf(steps((yield* trainerOf(script)).trainer, 0, 40));
      assert.deepEqual(whole, {
        ...{ _tag: "Diverged", step: 22, hasGate: false, loss: 14, learningRate: 0.5 },
        ...{ seen: "loss is over 13.86, ten times that of a uniform guess, for 10 steps in a row" },
        ...{ gradientNorm: 2 },
      });
      const half = yield* steps((yield* trainerOf(script)).trainer, 0, 18);
      assert.deepEqual([half.exploded, half.anchors], [6, [12]], "no anchor amid an explosion");
      const { trainer } = yield* trainerOf({ ...script, saved: half });
      assert.deepEqual(yield* divergenceOf(steps(trainer, 18, 40)), whole);
    },
  );

  effect(
    "writes the checkpoints that are due, and one of the least training loss where that is watched",
    function* () {
      const { trainer, seen } = yield* trainerOf({
        valid: [1, 1, 1],
        train: (step) => [4, 3, 2, 5, 6, 7][step]!,
        training: { epochs: 3 },
        checkpoint: { every: "2 steps", best: "train.loss", keep: 9 },
      });
      yield* toTheEnd(trainer);
      const { checkpoints, best } = seen.checkpoints();
      assert.deepEqual(checkpoints.map(({ name }) => Number(name.slice(5))), [2, 4, 6]);
      assert.equal(best, "step-00000002");
    },
  );

  effect("writes the same checkpoint when it is interrupted just before it", function* () {
    const { trainer, seen } = yield* trainerOf({
      valid: [1],
      train: (step) => [4, 3][step]!,
      checkpoint: { every: "2 steps", best: "train.loss" },
      training: { evaluate: { every: "9 epochs" } },
    });
    yield* trainer.step(batchOf(0));
    yield* trainer.step(batchOf(1));
    yield* trainer.save;
    const { checkpoints } = seen.checkpoints();
    assert.deepEqual(
      checkpoints.map(({ name, metric }) => [name, metric]),
      [["step-00000002", 3.5]],
    );
    assert.deepEqual(trainer.state().since, { loss: 0, tokens: 0 });
  });
});
