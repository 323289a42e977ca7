import { Effect } from "effect";
import { log } from "../../kernels/math.ts";
import { type Diverged, divergence, type StepNumbers } from "../../training/divergence.ts";
import { countExploded, describeExplosion, mostExploded } from "../../training/explosion.ts";
import type { TrainerParts } from "./trainer_parts.ts";

type Found = Pick<StepNumbers, "weightsOverflow" | "slot" | "explosion">;

/** Fails where a loss, or what else was found after a step, is a divergence. */
export const failIfDiverged = (
  { live }: TrainerParts,
  step: number,
  loss: number,
  found: Found = {},
): Effect.Effect<void, Diverged> => {
  const { learningRate, gradientNorm } = live.lastStep;
  const diverged = divergence({ step, loss, learningRate, gradientNorm, ...found });
  if (diverged === undefined) return Effect.void;
  live.sound = false;
  return Effect.fail(diverged);
};

/** Whether the loss of a step has exploded, and whether it has for too long. */
export interface Explosion {
  /** Steps in a row whose loss has exploded, this one included. */
  readonly exploded: number;
  /** What is wrong, in words, where they are too many. */
  readonly explosion: string | undefined;
}

/** @param loss of the next step, in nats per token */
export const explosionAfter = (
  { experiment, model, perEpoch, live }: TrainerParts,
  loss: number,
): Explosion => {
  const guess = log(model.vocabulary);
  const exploded = countExploded(live.state.exploded, loss, guess);
  const tooLong = exploded >= mostExploded(perEpoch * experiment.training.epochs);
  return { exploded, explosion: tooLong ? describeExplosion(exploded, guess) : undefined };
};
