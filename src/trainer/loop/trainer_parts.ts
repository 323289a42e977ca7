/** The state that the parts of a trainer share: what is fixed for a training, and what changes. */
import { Effect } from "effect";
import { batchCount } from "../../text/batch/batches.ts";
import { Engine } from "../../compute/engine.ts";
import type { Experiment } from "../../experiment/schema.ts";
import type { Model } from "../../model/model.ts";
import type { Run } from "../../run/run_directory.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { Metrics } from "../../training/metrics/metrics.ts";
import { makeSchedule } from "../../training/schedule/make_schedule.ts";
import type { Schedule } from "../../training/schedule/schedule.ts";
import { type Due, type Moment, type Periods, whatIsDue } from "../../training/what_is_due.ts";
import { initialTraining, rateFactor, type TrainingState } from "./training_state.ts";

export interface TrainerOptions {
  readonly experiment: Experiment;
  readonly corpus: TokenizedCorpus;
  readonly model: Model;
  readonly run: Run;
  /** Where to resume; undefined starts from the beginning. */
  readonly saved: TrainingState | undefined;
  /** Steps after which the engine must rest, so that training can pause. */
  readonly pauseAfter?: number | undefined;
}

/** Numbers of this process's last step, which a divergence is reported with. */
export interface LastStep {
  readonly learningRate: number;
  /** Undefined where it was not measured. */
  readonly gradientNorm: number | undefined;
  /** Nats per token; undefined before the first step. */
  readonly loss: number | undefined;
}

/** What changes. A checkpoint holds `state` alone, the rest is of this process. */
export interface LiveState {
  state: TrainingState;
  lastStep: LastStep;
  /** False after a divergence: weights and state are not of the same step any more. */
  sound: boolean;
  /** Learning rates of the steps since the checkpoint after `from` steps. */
  recent: { readonly from: number; readonly rates: number[] };
  /** Whether it was said that the gradient vanishes. */
  toldOfVanishing: boolean;
}

export interface TrainerParts extends TrainerOptions {
  readonly engine: Engine["Service"];
  readonly metrics: Metrics["Service"];
  readonly schedule: Schedule;
  /** Batches in an epoch. */
  readonly perEpoch: number;
  readonly dueAt: (moment: Moment) => Due;
  readonly live: LiveState;
}

/** The parts of a trainer that begins, or goes on from a saved state. */
export const makeParts = Effect.fnUntraced(function* (
  options: TrainerOptions,
): Effect.fn.Return<TrainerParts, never, Engine | Metrics> {
  const { experiment, corpus, saved } = options;
  const perEpoch = batchCount(corpus.train, experiment.batch);
  const schedule = scheduleOf(experiment, perEpoch);
  const periods = periodsOf(options, schedule);
  const state = saved ?? initialTraining(schedule);
  return {
    ...options,
    engine: yield* Engine,
    metrics: yield* Metrics,
    schedule,
    perEpoch,
    dueAt: (moment) => whatIsDue(moment, periods),
    live: {
      state,
      lastStep: noStepYet(schedule, state),
      sound: true,
      recent: { from: state.step, rates: [] },
      toldOfVanishing: false,
    },
  };
});

/** The schedule of a training with so many batches in an epoch. */
export const scheduleOf = ({ training }: Experiment, perEpoch: number): Schedule =>
  makeSchedule(training.schedule, {
    totalSteps: perEpoch * training.epochs,
    stepsPerEpoch: perEpoch,
    baseRate: training.optimizer.learningRate,
  });

const periodsOf = (
  { experiment, corpus, pauseAfter = Infinity }: TrainerOptions,
  schedule: Schedule,
): Periods => {
  const { training, checkpoint, metrics } = experiment;
  const looks = schedule.watches === "train.sentence-loss";
  return {
    line: metrics.every,
    evaluation: corpus.valid === undefined ? undefined : training.evaluate.every,
    checkpoint: checkpoint.every,
    look: looks ? schedule.every ?? { count: 1, unit: "epochs" } : undefined,
    epochs: training.epochs,
    pauseAfter,
    // Where a divergence is seen must not depend on how often metrics are written.
    everyNorm: training.onDivergence === "rollback",
  };
};

/** Learning rate of a step, numbered from 0, as far as the state knows. */
export const rateOf = (schedule: Schedule, state: TrainingState, step: number): number =>
  schedule.rate(state.schedule, step) * rateFactor(state);

/** Before the first step of this process. */
export const noStepYet = (schedule: Schedule, state: TrainingState): LastStep => ({
  learningRate: rateOf(schedule, state, state.step),
  gradientNorm: undefined,
  loss: undefined,
});

/** Where a state stands. */
export const momentOf = ({ step, epoch, batch }: TrainingState): Moment => ({
  step,
  epoch,
  epochEnd: batch === 0,
});

/** What is due at the moment where training stands. */
export const dueNow = ({ dueAt, live }: TrainerParts): Due => dueAt(momentOf(live.state));
