import { RunError } from "../errors.ts";

/** What is known when a step's numbers are looked at. */
export interface StepNumbers {
  /** Steps done, this one included. */
  readonly step: number;
  /** Nats a token. */
  readonly loss: number;
  readonly learningRate: number;
  /** Norm before clipping. */
  readonly gradientNorm: number;
  /** Name of the last good checkpoint, undefined if there is none yet. */
  readonly checkpoint: string | undefined;
}

/** The error that ends a run whose loss or gradient norm is not finite; undefined when both are. */
export function divergence(numbers: StepNumbers): RunError | undefined {
  const { step, loss, learningRate, gradientNorm, checkpoint } = numbers;
  const seen = !Number.isFinite(loss)
    ? `loss is ${loss}`
    : !Number.isFinite(gradientNorm)
    ? `gradient norm is ${gradientNorm}`
    : undefined;
  if (seen === undefined) return undefined;
  const kept = checkpoint === undefined
    ? "no checkpoint was written before"
    : `the last good checkpoint is "${checkpoint}"`;
  return new RunError({
    message: `Training diverged: ${seen} at step ${step} (learning rate ${learningRate}, loss ` +
      `${loss}, gradient norm ${gradientNorm}); ${kept}; a lower training.optimizer.learningRate ` +
      `or training.clip may help`,
  });
}
