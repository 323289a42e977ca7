/**
 * The trainer: what happens on a batch and after it. Its whole memory is one {@link TrainingState},
 * which changes only where no interruption can fall, so a checkpoint can be written at any other
 * place and training goes on from it to the same bits.
 */
import { Context, Effect, Layer, SynchronizedRef } from "effect";
import type { Batch } from "../batch/batch.ts";
import { batchCount } from "../batch/batches.ts";
import { Engine } from "../engine/engine.ts";
import type { InputError, RunError } from "../errors.ts";
import type { Experiment } from "../experiment/schema.ts";
import { Metrics } from "../metrics/metrics.ts";
import type { Model, Values } from "../model/model.ts";
import { carriedTensors } from "./carried_tensors.ts";
import { writeCheckpoint } from "../run/checkpoint.ts";
import type { Run } from "../run/run_directory.ts";
import { modelTensors, slotTensors } from "./tensors.ts";
import { makeSchedule } from "../schedule/make_schedule.ts";
import type { TokenizedCorpus } from "../tokenizer/tokenized_corpus.ts";
import { observeBest } from "../training/best.ts";
import { divergence, type StepNumbers } from "../training/divergence.ts";
import { observeStop, shouldStop } from "../training/early_stop.ts";
import { isDue } from "../training/every.ts";
import { measurePart } from "./measure_part.ts";
import { initialTraining, type SavedState, type TrainingState } from "./training_state.ts";

export interface TrainerOptions {
  readonly experiment: Experiment;
  readonly corpus: TokenizedCorpus;
  readonly model: Model;
  readonly run: Run;
  /** Where to go on from; undefined starts afresh. */
  readonly saved: TrainingState | undefined;
}

export class Trainer extends Context.Service<Trainer, {
  readonly state: () => TrainingState;
  /** Forward and backward gates on a batch, and the update. */
  readonly step: (batch: Batch) => Effect.Effect<void, InputError | RunError>;
  /** What is due after a step: evaluation, checkpoint. */
  readonly settle: Effect.Effect<void, InputError | RunError>;
  /** Whether the last epoch is done or training has stopped early. */
  readonly isOver: () => boolean;
  /** Evaluates once more unless that was just done, and writes the last checkpoint. */
  readonly finish: Effect.Effect<void, InputError | RunError>;
  /** Writes a checkpoint of the state as it is. */
  readonly save: Effect.Effect<void, RunError>;
}>()("unroll/session/Trainer") {
  static readonly layer = (
    options: TrainerOptions,
  ): Layer.Layer<Trainer, never, Engine | Metrics> => Layer.effect(Trainer, makeTrainer(options));
}

const makeTrainer = Effect.fnUntraced(function* (
  { experiment, corpus, model, run, saved }: TrainerOptions,
): Effect.fn.Return<Trainer["Service"], never, Engine | Metrics> {
  const engine = yield* Engine;
  const metrics = yield* Metrics;
  const { training, checkpoint, batch: batches } = experiment;
  const perEpoch = batchCount(corpus.train, batches);
  const schedule = makeSchedule(training.schedule, {
    totalSteps: perEpoch * training.epochs,
    stepsPerEpoch: perEpoch,
    baseRate: training.optimizer.learningRate,
  });
  let state = saved ?? initialTraining(schedule);
  /** What a divergence is reported with; loss and norm are of this process's last step. */
  let seen: Pick<StepNumbers, "learningRate" | "gradientNorm"> & { readonly loss?: number } = {
    learningRate: schedule.rate(state.schedule, state.step),
    gradientNorm: undefined,
  };
  const measure = (part: TokenizedCorpus["train"]) =>
    Effect.provideService(measurePart(part, batches), Engine, engine);

  const fail = (step: number, loss: number, weightsOverflow = false) => {
    const { learningRate, gradientNorm } = seen;
    const checkpoint = SynchronizedRef.getUnsafe(run.manifest).last ?? undefined;
    const error = divergence({
      step,
      loss,
      learningRate,
      gradientNorm,
      weightsOverflow,
      checkpoint,
    });
    return error === undefined ? Effect.void : Effect.fail(error);
  };

  /** The tutorial's look at the training part, before a step. */
  const look = Effect.fnUntraced(function* ({ index }: Batch) {
    const { step, epoch, measured } = state;
    const every = schedule.every ?? { count: 1, unit: "epochs" };
    if (schedule.watches !== "train.sentence-loss" || measured === step) return;
    if (!isDue(every, { step, epoch, epochEnd: index === 0 })) return;
    const { loss, sentenceLoss } = yield* measure(corpus.train);
    const note = `sentence loss ${sentenceLoss}`;
    yield* metrics.evaluated({ step, epoch, split: "train", loss, note }).pipe(
      Effect.andThen(Effect.sync(() => {
        const observed = schedule.observe(state.schedule, { loss: sentenceLoss, step, epoch });
        state = { ...state, schedule: observed, measured: step };
      })),
      Effect.uninterruptible,
    );
  });

  const update = Effect.fnUntraced(function* (batch: Batch) {
    const learningRate = schedule.rate(state.schedule, state.step);
    const epochEnd = batch.index + 1 === perEpoch;
    const epoch = epochEnd ? batch.epoch + 1 : batch.epoch;
    const step = state.step + 1;
    const moment = { step, epoch, epochEnd };
    const due = corpus.valid !== undefined && isDue(training.evaluate.every, moment);
    // A line of metrics follows when one is due, and after the last step: an evaluation may stop here.
    const last = epoch === training.epochs || due;
    const { loss, tokens, gradientNorm } = yield* engine.train(batch, {
      step: state.step,
      learningRate,
      norm: last || isDue(experiment.metrics.every, moment),
    });
    seen = { learningRate, gradientNorm, loss: loss / tokens };
    yield* fail(step, loss / tokens);
    const since = { loss: state.since.loss + loss, tokens: state.since.tokens + tokens };
    const place = { step, epoch, batch: epochEnd ? 0 : batch.index + 1 };
    state = { ...state, ...place, since, due };
    yield* metrics.trained({
      step,
      epoch: batch.epoch,
      epochEnd,
      loss,
      tokens,
      gradientNorm,
      learningRate,
    });
  }, Effect.uninterruptible);

  /** Measures the validation part and draws the consequences. */
  const evaluate = Effect.fnUntraced(function* (valid: TokenizedCorpus["train"]) {
    const { step, epoch } = state;
    const { loss } = yield* measure(valid);
    yield* fail(step, loss);
    const of = state.batch === 0 ? epoch - 1 : epoch;
    return yield* metrics.evaluated({ step, epoch: Math.max(0, of), split: "valid", loss }).pipe(
      Effect.andThen(Effect.sync(() => {
        const watched = schedule.watches === "valid.loss";
        state = {
          ...state,
          schedule: watched
            ? schedule.observe(state.schedule, { loss, step, epoch })
            : state.schedule,
          stop: observeStop(state.stop, loss),
          due: false,
          evaluated: step,
        };
        return checkpoint.best === "valid.loss" ? lookAtBest(loss) : false;
      })),
      Effect.uninterruptible,
    );
  });

  const lookAtBest = (loss: number): boolean => {
    const { state: best, improved } = observeBest(state.best, loss, state.step);
    state = { ...state, best };
    return improved;
  };

  const write = Effect.gen(function* () {
    const { step, epoch } = state;
    const { precision } = experiment.engine;
    const carried = batches.kind === "contiguous" ? yield* engine.carried : undefined;
    const weights = yield* engine.weights;
    if (seen.loss !== undefined) yield* fail(step, seen.loss, !areFinite(weights));
    const content = {
      model: modelTensors(model, weights, precision),
      optimizer: slotTensors(model, yield* engine.slots, precision),
      carried: carried === undefined ? undefined : carriedTensors(model, carried),
      state: { training: state, metrics: yield* metrics.checkpoint } satisfies SavedState,
    };
    const best = state.best.step === step;
    const metric = best ? state.best.loss : null;
    yield* writeCheckpoint(run, {
      step,
      epochs: epoch,
      content,
      metric,
      best,
      keep: checkpoint.keep,
    });
    yield* metrics.pause;
  }).pipe(Effect.uninterruptible);

  const isCheckpointDue = () => {
    const { step, epoch, batch } = state;
    return step > 0 && isDue(checkpoint.every, { step, epoch, epochEnd: batch === 0 });
  };

  const settle = Effect.gen(function* () {
    const improved = state.due && corpus.valid !== undefined
      ? yield* evaluate(corpus.valid)
      : false;
    if (improved || isCheckpointDue()) yield* writeWatched;
  });

  /** A checkpoint, looked at for the least training loss since the one before where that is watched. */
  const writeWatched = Effect.suspend(() => {
    const { loss, tokens } = state.since;
    if (checkpoint.best === "train.loss" && tokens > 0) {
      lookAtBest(loss / tokens);
      state = { ...state, since: { loss: 0, tokens: 0 } };
    }
    return write;
  }).pipe(Effect.uninterruptible);

  const isOver = () =>
    state.epoch >= training.epochs || (!state.due && shouldStop(training.stop, state.stop));

  const finish = Effect.gen(function* () {
    yield* metrics.finish;
    const again = corpus.valid !== undefined && state.evaluated !== state.step;
    if (again) yield* evaluate(corpus.valid);
    yield* writeWatched;
  });

  return {
    state: () => state,
    step: (batch) => Effect.andThen(look(batch), update(batch)),
    settle: Effect.asVoid(settle),
    isOver,
    finish,
    // An interruption may fall between a step and the checkpoint that is due after it.
    save: Effect.suspend(() => isCheckpointDue() ? writeWatched : write),
  };
});

const areFinite = (weights: Values): boolean =>
  [...weights.values()].every((values) => values.every(Number.isFinite));
