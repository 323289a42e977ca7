import { RunError } from "../errors.ts";

/** What is known when a step's numbers are looked at. */
export interface StepNumbers {
  /** Steps done, this one included. */
  readonly step: number;
  /** Nats a token. */
  readonly loss: number;
  readonly learningRate: number;
  /** Norm before clipping; undefined when it isn't known. */
  readonly gradientNorm: number | undefined;
  /** Whether a weight was looked at and isn't finite: an update can overflow where its loss did not. */
  readonly weightsOverflow?: boolean;
  /** Name of the last good checkpoint, undefined if there is none yet. */
  readonly checkpoint: string | undefined;
}

/** The error that ends a run with a loss, gradient norm or weight that is not finite; undefined if all are. */
export function divergence(numbers: StepNumbers): RunError | undefined {
  const { step, loss, learningRate, gradientNorm, checkpoint } = numbers;
  const seen = !Number.isFinite(loss)
    ? `loss is ${loss}`
    : gradientNorm !== undefined && !Number.isFinite(gradientNorm)
    ? `gradient norm is ${gradientNorm}`
    : numbers.weightsOverflow === true
    ? "weights are not finite"
    : undefined;
  if (seen === undefined) return undefined;
  const kept = checkpoint === undefined
    ? "no checkpoint was written before"
    : `the last good checkpoint is "${checkpoint}"`;
  return new RunError({
    message: `Training diverged: ${seen} at step ${step} (learning rate ${learningRate}, loss ` +
      `${loss}, gradient norm ${
        gradientNorm ?? "unknown"
      }); ${kept}; a lower training.optimizer.learningRate ` +
      `or training.clip may help`,
  });
}
