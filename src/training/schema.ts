/** Schema of the config part `training`. */
import { Schema } from "effect";
import { Every } from "../config/every.ts";
import {
  describe,
  numberAbove,
  wholeNumber,
  withDefault,
  withFittedDefault,
} from "../config/fields.ts";
import { OptimizerConfig } from "../compute/optimizer/schema.ts";
import { ScheduleConfig } from "./schedule/schema.ts";

/** Bound on the gradient. */
export const ClipConfig = Schema.Union([
  Schema.Literal("none"),
  Schema.Struct({
    norm: numberAbove(0).pipe(describe("Largest norm of the whole gradient")),
  }),
  Schema.Struct({ value: numberAbove(0).pipe(describe("Largest absolute value of an element")) }),
]).annotate({ expected: '"none", { norm: NUMBER } or { value: NUMBER }' });
export type ClipConfig = typeof ClipConfig.Type;

/** When training ends before its last epoch. */
export const StopConfig = Schema.Union([
  Schema.Literal("none"),
  Schema.Struct({
    patience: wholeNumber(1).pipe(
      describe("Evaluations in a row without a better validation loss before the run ends"),
    ),
  }),
]).annotate({ expected: '"none" or { patience: NUMBER }' });
export type StopConfig = typeof StopConfig.Type;

export const TrainingConfig = Schema.Struct({
  epochs: wholeNumber(0).pipe(withFittedDefault(3, "Number of passes over the training set")),
  loss: Schema.Literals(["token-mean", "sentence-sum", "window-sum"]).pipe(
    withDefault(
      "token-mean",
      "Loss to minimize: the mean per token, or the sum per sentence (the tutorial's) or per window " +
        "of a stream, as papers have it; of sums the mean over the batch",
    ),
  ),
  optimizer: OptimizerConfig.pipe(withDefault({ kind: "adam" }, "How gradients update weights")),
  schedule: ScheduleConfig.pipe(withDefault({ kind: "constant" }, "How the learning rate changes")),
  clip: ClipConfig.pipe(withDefault({ norm: 1 }, "Limit on the gradient")),
  evaluate: Schema.Struct({
    every: Every.pipe(withDefault("1 epoch", "How often the model is evaluated")),
  }).pipe(withDefault({ every: "1 epoch" }, "Evaluation on the validation set")),
  stop: StopConfig.pipe(
    withDefault(
      "none",
      "When training ends before its last epoch; with fitted epochs { patience: 3 }",
    ),
  ),
  onDivergence: Schema.Literals(["stop", "rollback"]).pipe(
    withDefault(
      "stop",
      "On a non-finite number or an exploding loss: stop, or roll back and halve the learning rate",
    ),
  ),
});
export type TrainingConfig = typeof TrainingConfig.Type;
