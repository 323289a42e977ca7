/** Schema of the config part `training.schedule`: how the learning rate moves. */
import { Schema } from "effect";
import { Every, Steps } from "../../config/every.ts";
import { describe, fraction, numberFrom, wholeNumber, withDefault } from "../../config/fields.ts";

const warmup = Steps.pipe(withDefault("0 steps", "Linear rise to the learning rate, first of all"));

const watch = Schema.Literals(["valid.loss", "train.sentence-loss"]).pipe(
  withDefault(
    "valid.loss",
    "Loss that decides; train.sentence-loss is the tutorial's: the mean over the training sentences of the mean a token",
  ),
);

const Constant = Schema.Struct({
  kind: Schema.Literal("constant").pipe(
    withDefault("constant", "constant, halve-on-rise, step, plateau or cosine"),
  ),
  warmup,
});

const HalveOnRise = Schema.Struct({
  kind: Schema.Literal("halve-on-rise").pipe(
    describe("Halves the rate when the watched loss rose since the last look"),
  ),
  watch,
  every: Every.pipe(withDefault("1 epoch", "How often it looks")),
  warmup,
});

const Step = Schema.Struct({
  kind: Schema.Literal("step").pipe(describe("Multiplies the rate by a factor every so often")),
  every: Every.pipe(withDefault("1 epoch", "How often")),
  factor: fraction.pipe(withDefault(0.5, "What the rate is multiplied by")),
  warmup,
});

const Plateau = Schema.Struct({
  kind: Schema.Literal("plateau").pipe(
    describe("Multiplies the rate by a factor when the watched loss stopped falling"),
  ),
  watch,
  patience: wholeNumber(0).pipe(withDefault(2, "Looks without improvement that are borne")),
  factor: fraction.pipe(withDefault(0.5, "What the rate is multiplied by")),
  warmup,
});

const Cosine = Schema.Struct({
  kind: Schema.Literal("cosine").pipe(describe("Falls along half a cosine over the whole run")),
  floor: numberFrom(0).pipe(withDefault(0, "Learning rate at the end")),
  warmup,
});

export const ScheduleConfig = Schema.Union([Constant, HalveOnRise, Step, Plateau, Cosine]);
export type ScheduleConfig = typeof ScheduleConfig.Type;
