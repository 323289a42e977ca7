/** A training step: submitted while the previous step runs; its result arrives later. */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import type { Batch } from "../../text/batch/batch.ts";
import type { Diverged } from "../../training/divergence.ts";
import type { TrainingReport } from "../../training/metrics/line_gatherer.ts";
import type { Due, Moment } from "../../training/what_is_due.ts";
import { explosionAfter, failIfDiverged } from "./fail_if_diverged.ts";
import { noteRate } from "./recent_steps.ts";
import { type HandedOver, type StepAhead, stepAhead } from "./step_ahead.ts";
import { rateOf, type TrainerParts } from "./trainer_parts.ts";

/** A step that the engine has been handed. */
interface Step extends HandedOver {
  readonly batch: Batch;
  readonly learningRate: number;
  /** Where it leads to, and what is due there. */
  readonly moment: Moment;
  readonly due: Due;
}

export interface TrainSteps {
  /** Submits a step on a batch: forward, backward, update; returns reports of finished steps. */
  readonly train: (
    batch: Batch,
  ) => Effect.Effect<readonly TrainingReport[], RunError | Diverged>;
  readonly isPending: () => boolean;
  /** Waits until the engine rests and all its results are recorded. */
  readonly drain: Effect.Effect<readonly TrainingReport[], RunError | Diverged>;
}

export const makeSteps = (parts: TrainerParts): TrainSteps => {
  const ahead: StepAhead<Step, TrainingReport, RunError | Diverged> = stepAhead(
    (step) => hear(parts, step),
    () => parts.live.sound = false,
  );
  return {
    train: (batch) => ahead.go(Effect.suspend(() => handOver(parts, batch, ahead.isPending()))),
    isPending: ahead.isPending,
    drain: ahead.drain,
  };
};

/**
 * Hands the engine a step.
 * @param behind whether the state does not know of the step before yet
 */
const handOver = Effect.fnUntraced(function* (
  { engine, schedule, perEpoch, dueAt, live: { state } }: TrainerParts,
  batch: Batch,
  behind: boolean,
): Effect.fn.Return<Step, RunError> {
  const before = behind ? state.step + 1 : state.step;
  const learningRate = rateOf(schedule, state, before);
  const epochEnd = batch.index + 1 === perEpoch;
  const epoch = epochEnd ? batch.epoch + 1 : batch.epoch;
  const moment = { step: before + 1, epoch, epochEnd };
  const due = dueAt(moment);
  const report = yield* engine.submit(batch, { step: before, learningRate, norm: due.norm });
  return { batch, learningRate, moment, due, rest: due.rest, report };
});

/** Hears how a step went, and takes it into the state. */
const hear = Effect.fnUntraced(function* (
  parts: TrainerParts,
  { batch, learningRate, moment, due, report }: Step,
): Effect.fn.Return<TrainingReport, RunError | Diverged> {
  const { live, metrics } = parts;
  const { loss, tokens, gradientNorm } = yield* report;
  const { step, epoch, epochEnd } = moment;
  const mean = loss / tokens;
  noteRate(live, learningRate);
  live.lastStep = { learningRate, gradientNorm, loss: mean };
  const { exploded, explosion } = explosionAfter(parts, mean);
  yield* failIfDiverged(parts, step, mean, { explosion });
  const { since } = live.state;
  live.state = {
    ...live.state,
    step,
    epoch,
    batch: epochEnd ? 0 : batch.index + 1,
    since: { loss: since.loss + loss, tokens: since.tokens + tokens },
    due: due.evaluation,
    exploded,
  };
  const told = { step, epoch: batch.epoch, loss, tokens, gradientNorm, learningRate };
  const trained: TrainingReport = { ...told, isLineDue: due.line };
  yield* metrics.trained(trained);
  return trained;
});
