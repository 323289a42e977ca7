/**
 * The trainer: what happens on a batch and after it. Its whole memory is one {@link TrainingState},
 * which changes only where no interruption can fall, so a checkpoint can be written at any other
 * place and training goes on from it to the same bits.
 */
import { Context, Effect, Layer } from "effect";
import type { Batch } from "../text/batch/batch.ts";
import { batchCount } from "../text/batch/batches.ts";
import { allFinite } from "../compute/all_finite.ts";
import { Engine } from "../compute/engine.ts";
import { findSlot } from "../compute/reference/find_overflow.ts";
import { findVanishing } from "../compute/float32/find_vanishing.ts";
import type { InputError, RunError } from "../base/errors.ts";
import type { Experiment } from "../experiment/schema.ts";
import { log } from "../kernels/math.ts";
import { Metrics } from "../training/metrics/metrics.ts";
import type { Model } from "../model/model.ts";
import { carriedTensors } from "./carried_tensors.ts";
import { writeCheckpoint } from "../run/checkpoint.ts";
import { checkpointName } from "../run/checkpoint_folder.ts";
import type { Run } from "../run/run_directory.ts";
import { modelTensors, slotTensors } from "./tensors.ts";
import { makeSchedule } from "../training/schedule/make_schedule.ts";
import type { TokenizedCorpus } from "../text/tokens/tokenized_corpus.ts";
import { observeBest } from "../training/best.ts";
import { type Diverged, divergence, type StepNumbers } from "../training/divergence.ts";
import { countExploded, describeExplosion, mostExploded } from "../training/explosion.ts";
import { observeStop, shouldStop } from "../training/early_stop.ts";
import { isDue, type Moment } from "../training/is_due.ts";
import { measurePart } from "./measure_part.ts";
import { type HandedOver, type StepAhead, stepAhead } from "./step_ahead.ts";
import {
  initialTraining,
  rateFactor,
  type SavedState,
  type TrainingState,
} from "./training_state.ts";

/** Steps whose learning rates are remembered, so that they can be done again to see what went wrong. */
export const mostRepeated = 1000;

/** The steps since the last checkpoint. */
export interface RecentSteps {
  /** Steps done at the checkpoint. */
  readonly from: number;
  /** The learning rate of each step since then; undefined where there are too many. */
  readonly rates: readonly number[] | undefined;
}

export interface TrainerOptions {
  readonly experiment: Experiment;
  readonly corpus: TokenizedCorpus;
  readonly model: Model;
  readonly run: Run;
  /** Where to go on from; undefined starts afresh. */
  readonly saved: TrainingState | undefined;
  /** Steps after which the engine must rest, so that training can pause. */
  readonly pauseAfter?: number | undefined;
}

/** A step that the engine has been handed: where it leads to. */
interface Step extends HandedOver {
  readonly batch: Batch;
  readonly learningRate: number;
  /** Steps and epochs done after it. */
  readonly step: number;
  readonly epoch: number;
  readonly epochEnd: boolean;
  /** Whether the validation part is measured after it. */
  readonly due: boolean;
}

export class Trainer extends Context.Service<Trainer, {
  readonly state: () => TrainingState;
  /** Forward and backward gates on a batch, and the update. */
  readonly step: (batch: Batch) => Effect.Effect<void, InputError | RunError | Diverged>;
  /** What is due after a step: evaluation, checkpoint. */
  readonly settle: Effect.Effect<void, InputError | RunError | Diverged>;
  /** Whether the last epoch is done or training has stopped early. */
  readonly isOver: () => boolean;
  /** Evaluates once more unless that was just done, writes the last checkpoint and notes the end. */
  readonly finish: Effect.Effect<void, InputError | RunError | Diverged>;
  /** Writes a checkpoint of the state as it is, and notes that the run is paused. */
  readonly pause: Effect.Effect<void, InputError | RunError | Diverged>;
  /** Writes a checkpoint of the state as it is. */
  readonly save: Effect.Effect<void, RunError | Diverged>;
  /** False after a divergence: weights and state are not of the same step any more. */
  readonly isSound: () => boolean;
  readonly recent: () => RecentSteps;
  /**
   * Takes back the state of a checkpoint (undefined: the start), the learning rate halved once
   * more. Engine and metrics must have gone back already. Writes the checkpoint anew, so that a run
   * that is killed now goes on from there with that rate.
   */
  readonly goBack: (saved: TrainingState | undefined) => Effect.Effect<void, RunError | Diverged>;
}>()("unroll/trainer/Trainer") {
  static readonly layer = (
    options: TrainerOptions,
  ): Layer.Layer<Trainer, never, Engine | Metrics> => Layer.effect(Trainer, makeTrainer(options));
}

const makeTrainer = Effect.fnUntraced(function* (
  { experiment, corpus, model, run, saved, pauseAfter = Infinity }: TrainerOptions,
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
  const rate = () => schedule.rate(state.schedule, state.step) * rateFactor(state);
  /** What a divergence is reported with; loss and norm are of this process's last step. */
  type Seen = Pick<StepNumbers, "learningRate" | "gradientNorm"> & { readonly loss?: number };
  const noneYet = (): Seen => ({ learningRate: rate(), gradientNorm: undefined });
  let seen = noneYet();
  const measure = (part: TokenizedCorpus["train"]) =>
    Effect.provideService(measurePart(part, batches), Engine, engine);

  /** Loss of a uniform guess, in nats a token. */
  const guess = log(model.vocabulary);
  const tooLong = mostExploded(perEpoch * training.epochs);

  let sound = true;
  let recent = { from: state.step, rates: [] as number[] };

  /** Says once where the gradient vanishes; looked at with each checkpoint, outside of steps. */
  let warned = false;
  const warnOfVanishing = Effect.gen(function* () {
    if (warned || seen.loss === undefined || seen.gradientNorm === undefined) return;
    const found = findVanishing(model, yield* engine.gradient);
    if (found === undefined) return;
    warned = true;
    yield* Effect.logWarning(`The gradient vanishes at step ${state.step}: ${found}`);
  });

  type Found = Pick<StepNumbers, "weightsOverflow" | "slot" | "explosion">;
  const check = (step: number, loss: number, found: Found = {}) => {
    const { learningRate, gradientNorm } = seen;
    const diverged = divergence({ step, loss, learningRate, gradientNorm, ...found });
    if (diverged === undefined) return Effect.void;
    sound = false;
    return Effect.fail(diverged);
  };

  const isLookDue = (moment: Moment) =>
    schedule.watches === "train.sentence-loss" &&
    isDue(schedule.every ?? { count: 1, unit: "epochs" }, moment);

  /** The tutorial's look at the training part, before a step. */
  const look = Effect.fnUntraced(function* ({ index }: Batch) {
    const { step, epoch, measured } = state;
    if (measured === step || !isLookDue({ step, epoch, epochEnd: index === 0 })) return;
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

  /** Hands the engine a step, behind the one that may be pending. */
  const handOver = Effect.fnUntraced(function* (
    batch: Batch,
  ): Effect.fn.Return<Step, RunError> {
    const before = ahead.isPending() ? state.step + 1 : state.step;
    const learningRate = schedule.rate(state.schedule, before) * rateFactor(state);
    const epochEnd = batch.index + 1 === perEpoch;
    const epoch = epochEnd ? batch.epoch + 1 : batch.epoch;
    const moment = { step: before + 1, epoch, epochEnd };
    const due = corpus.valid !== undefined && isDue(training.evaluate.every, moment);
    const saves = isDue(checkpoint.every, moment);
    // A line of metrics follows when one is due, and after the last step: an evaluation may stop
    // here. A checkpoint looks at the gradient. Where a divergence is seen must not depend on metrics.
    const norm = epoch === training.epochs || due || saves ||
      training.onDivergence === "rollback" || isDue(experiment.metrics.every, moment);
    const report = yield* engine.submit(batch, { step: before, learningRate, norm });
    const pauses = moment.step >= pauseAfter;
    const last = due || saves || epochEnd || pauses || isLookDue(moment);
    return { batch, learningRate, ...moment, due, last, report };
  });

  /** Hears how a step went. */
  const record = Effect.fnUntraced(function* (
    { batch, learningRate, step, epoch, epochEnd, due, report }: Step,
  ): Effect.fn.Return<void, RunError | Diverged> {
    const { loss, tokens, gradientNorm } = yield* report;
    if (recent.rates.length <= mostRepeated) recent.rates.push(learningRate);
    seen = { learningRate, gradientNorm, loss: loss / tokens };
    const exploded = countExploded(state.exploded, loss / tokens, guess);
    const explosion = exploded < tooLong ? undefined : describeExplosion(exploded, guess);
    yield* check(step, loss / tokens, { explosion });
    const since = { loss: state.since.loss + loss, tokens: state.since.tokens + tokens };
    const place = { step, epoch, batch: epochEnd ? 0 : batch.index + 1 };
    state = { ...state, ...place, since, due, exploded };
    yield* metrics.trained({
      step,
      epoch: batch.epoch,
      epochEnd,
      loss,
      tokens,
      gradientNorm,
      learningRate,
    });
  });

  const ahead: StepAhead<Step, RunError | Diverged> = stepAhead(record, () => sound = false);
  const { drain } = ahead;

  /** Measures the validation part and draws the consequences. */
  const evaluate = Effect.fnUntraced(function* (valid: TokenizedCorpus["train"]) {
    const { step, epoch } = state;
    const { loss } = yield* measure(valid);
    yield* check(step, loss);
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

  /**
   * @param due whether it is written on schedule, so that a rollback may go there
   * @param status of the run, where this is its end
   */
  const write = Effect.fnUntraced(function* (due: boolean, status?: "finished" | "paused") {
    const { step, epoch } = state;
    const { precision } = experiment.engine;
    const carried = batches.kind === "contiguous" ? yield* engine.carried : undefined;
    const weights = yield* engine.weights;
    const slots = yield* engine.slots;
    if (seen.loss !== undefined) {
      const weightsOverflow = !allFinite(weights);
      yield* check(step, seen.loss, { weightsOverflow, slot: findSlot(slots) });
    }
    if (due && state.exploded === 0) {
      const before = state.anchors.filter((anchor) => anchor < step);
      state = { ...state, anchors: [...before, step].slice(-checkpoint.keep) };
    }
    const content = {
      model: modelTensors(model, weights, precision),
      optimizer: slotTensors(model, slots, precision),
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
      protect: state.anchors.map(checkpointName),
      ending: status && { status, steps: step, epochs: epoch, best: state.best.loss },
    });
    recent = { from: step, rates: [] };
    yield* warnOfVanishing;
    yield* metrics.pause;
  }, Effect.uninterruptible);

  const isCheckpointDue = () => {
    const { step, epoch, batch } = state;
    return step > 0 && isDue(checkpoint.every, { step, epoch, epochEnd: batch === 0 });
  };

  const settle = Effect.gen(function* () {
    if (ahead.isPending()) return;
    const improved = state.due && corpus.valid !== undefined
      ? yield* evaluate(corpus.valid)
      : false;
    // At the end, finish writes it, with the last line of metrics.
    if ((improved || isCheckpointDue()) && !isOver()) yield* writeWatched();
  });

  /** A checkpoint, looked at for the least training loss since the one before where that is watched. */
  const writeWatched = (status?: "finished" | "paused") =>
    Effect.suspend(() => {
      const { loss, tokens } = state.since;
      if (checkpoint.best === "train.loss" && tokens > 0) {
        lookAtBest(loss / tokens);
        state = { ...state, since: { loss: 0, tokens: 0 } };
      }
      return write(true, status);
    }).pipe(Effect.uninterruptible);

  const isOver = () =>
    state.epoch >= training.epochs || (!state.due && shouldStop(training.stop, state.stop));

  const finish = Effect.gen(function* () {
    yield* drain;
    yield* metrics.finish;
    const again = corpus.valid !== undefined && state.evaluated !== state.step;
    if (again) yield* evaluate(corpus.valid);
    yield* writeWatched("finished");
  });

  // An interruption or a pause may fall between a step and the checkpoint that is due after it.
  const save = (status?: "paused") =>
    Effect.andThen(
      drain,
      Effect.suspend(() =>
        isCheckpointDue() ? writeWatched(status) : write(state.best.step === state.step, status)
      ),
    );

  return {
    state: () => state,
    step: (batch) => Effect.andThen(look(batch), ahead.go(handOver(batch))),
    settle: Effect.asVoid(settle),
    isOver,
    finish,
    pause: save("paused"),
    save: save(),
    isSound: () => sound,
    recent: () => {
      const { from, rates } = recent;
      return { from, rates: rates.length > mostRepeated ? undefined : rates };
    },
    goBack: (to) =>
      Effect.suspend(() => {
        const { rollbacks } = state;
        const then = to ?? initialTraining(schedule);
        state = { ...then, rollbacks: rollbacks + 1, tried: then.step };
        seen = noneYet();
        sound = true;
        return write(true);
      }),
  };
});
