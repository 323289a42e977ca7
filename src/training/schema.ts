/** Schema of the config part `training`. */
import { Schema } from "effect";
import { Every } from "../config/every.ts";
import { describe, numberAbove, wholeNumber, withDefault } from "../config/fields.ts";
import { OptimizerConfig } from "../compute/optimizer/schema.ts";
import { ScheduleConfig } from "./schedule/schema.ts";

/** Bound on the gradient. */
export const ClipConfig = Schema.Union([
  Schema.Literal("none"),
  Schema.Struct({
    norm: numberAbove(0).pipe(describe("Largest norm over all parameters together")),
  }),
  Schema.Struct({ value: numberAbove(0).pipe(describe("Largest size of one element")) }),
]).annotate({ expected: '"none", { norm: NUMBER } or { value: NUMBER }' });
export type ClipConfig = typeof ClipConfig.Type;

/** When training ends before its last epoch. */
export const StopConfig = Schema.Union([
  Schema.Literal("none"),
  Schema.Struct({
    patience: wholeNumber(1).pipe(
      describe("Evaluations in a row without a better validation loss that end the run"),
    ),
  }),
]).annotate({ expected: '"none" or { patience: NUMBER }' });
export type StopConfig = typeof StopConfig.Type;

export const TrainingConfig = Schema.Struct({
  epochs: wholeNumber(1).pipe(withDefault(3, "Passes over the training part")),
  loss: Schema.Literals(["token-mean", "sentence-sum"]).pipe(
    withDefault("token-mean", "What is minimized: mean a token, or sum a sentence (the tutorial)"),
  ),
  optimizer: OptimizerConfig.pipe(withDefault({ kind: "adam" }, "How a gradient moves weights")),
  schedule: ScheduleConfig.pipe(withDefault({ kind: "constant" }, "How the learning rate moves")),
  clip: ClipConfig.pipe(withDefault({ norm: 1 }, "Bound on the gradient")),
  evaluate: Schema.Struct({
    every: Every.pipe(withDefault("1 epoch", "How often the validation part is measured")),
  }).pipe(withDefault({ every: "1 epoch" }, "Measuring on the validation part")),
  stop: StopConfig.pipe(withDefault("none", "When training ends before its last epoch")),
  onDivergence: Schema.Literals(["stop", "rollback"]).pipe(
    withDefault(
      "stop",
      "At a number that is not finite, or a loss of ten uniform guesses: end the run, or go back to the last checkpoint with half the learning rate",
    ),
  ),
});
export type TrainingConfig = typeof TrainingConfig.Type;
