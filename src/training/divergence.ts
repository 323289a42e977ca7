import { Schema } from "effect";
import { FailedExperiment } from "../base/errors.ts";
import { formatCount } from "../base/terminal/format_number.ts";

/** What is known when a step's numbers are looked at. */
export interface StepNumbers {
  /** Steps done, this one included. */
  readonly step: number;
  /** Nats per token. */
  readonly loss: number;
  readonly learningRate: number;
  /** Norm before clipping; undefined when it isn't known. */
  readonly gradientNorm: number | undefined;
  /**
   * Whether a weight was looked at and isn't finite: an update can overflow where its loss did not.
   */
  readonly weightsOverflow?: boolean;
  /** A number of the optimizer's that was looked at and isn't finite, in words. */
  readonly slot?: string | undefined;
  /** A finite loss that has exploded, in words. */
  readonly explosion?: string | undefined;
}

/**
 * Training met a number that is not finite, or a loss that has exploded; `training.onDivergence`
 * decides what happens to the run.
 */
export class Diverged extends Schema.TaggedError<Diverged>()("Diverged", {
  /** Steps done, the one that was looked at included. */
  step: Schema.Natural,
  /** What is wrong, in words: `loss is NaN`. */
  seen: Schema.String,
  /** Whether a gate gave a number that is not finite, so that it can be looked for. */
  hasGate: Schema.Boolean,
  learningRate: Schema.Number,
  loss: Schema.Number,
  gradientNorm: Schema.UndefinedOr(Schema.Number),
}) {}

/** The failure that these numbers mean; undefined where nothing is wrong with them. */
export function divergence(numbers: StepNumbers): Diverged | undefined {
  const { step, loss, learningRate, gradientNorm } = numbers;
  const seen = !Number.isFinite(loss)
    ? `loss is ${loss}`
    : gradientNorm !== undefined && !Number.isFinite(gradientNorm)
    ? `gradient norm is ${gradientNorm}`
    : numbers.weightsOverflow === true
    ? "weights are not finite"
    : undefined;
  const hasGate = seen !== undefined;
  const finite = numbers.slot ?? numbers.explosion;
  if (!hasGate && finite === undefined) return undefined;
  return new Diverged({ step, seen: seen ?? finite!, hasGate, learningRate, loss, gradientNorm });
}

/** A training that diverged for good: what ends its run. */
export class TrainingDiverged
  extends FailedExperiment.extend<TrainingDiverged>("TrainingDiverged")({
    _tag: Schema.tag("TrainingDiverged"),
    cause: Schema.instanceOf(Diverged),
    /**
     * Origin of the first number that is not finite; undefined if it was not found, or if there is
     * none.
     */
    origin: Schema.UndefinedOr(Schema.String),
    /** Name of the last good checkpoint; undefined if there is none yet. */
    checkpoint: Schema.UndefinedOr(Schema.String),
    /** Whether there are checkpoints all the same, of a loss that had exploded by then. */
    amid: Schema.Boolean,
    /** Times that training went back already. */
    rollbacks: Schema.Number,
  }) {
  override get message(): string {
    const { cause, origin, checkpoint, amid, rollbacks } = this;
    const kept = checkpoint === undefined
      ? `no checkpoint was written before ${amid ? "the explosion" : "it"}`
      : `the last good checkpoint is "${checkpoint}"`;
    const tried = rollbacks === 0
      ? ""
      : `; training went back ${rollbacks} ${rollbacks === 1 ? "time" : "times"} already`;
    return `Training diverged: ${describeDivergence(cause, origin)}; ${kept}${tried}; ` +
      "a lower training.optimizer.learningRate or training.clip may help";
  }
}

/** What was wrong, at which step, and where it came from. */
export function describeDivergence(diverged: Diverged, origin: string | undefined): string {
  const { seen, step, learningRate, loss, gradientNorm } = diverged;
  const numbers = `learning rate ${learningRate}, loss ${loss}, ` +
    `gradient norm ${gradientNorm ?? "unknown"}`;
  return `${seen} at step ${formatCount(step)} (${numbers})${
    origin === undefined ? "" : `; ${origin}`
  }`;
}
