/** Schema of the config part `training.schedule`: how the learning rate changes. */
import { Schema } from "effect";
import { Every, optionalEvery, Steps } from "../../config/every.ts";
import { describe, fraction, numberFrom, wholeNumber, withDefault } from "../../config/fields.ts";

const warmup = Steps.pipe(
  withDefault("0 steps", "Steps in which the learning rate first rises linearly"),
);

const watch = Schema.Literals(["valid.loss", "train.sentence-loss"]).pipe(
  withDefault(
    "valid.loss",
    "Loss that decides; train.sentence-loss is the mean over training sentences (the tutorial's)",
  ),
);

const Constant = Schema.Struct({
  kind: Schema.Literal("constant").pipe(
    withDefault("constant", "Schedule: constant, halve-on-rise, step, plateau or cosine"),
  ),
  warmup,
});

const HalveOnRise = Schema.Struct({
  kind: Schema.Literal("halve-on-rise").pipe(
    describe("Halves the rate when the watched loss has risen since the last check"),
  ),
  watch,
  every: Every.pipe(withDefault("1 epoch", "How often the loss is checked")),
  warmup,
});

const Step = Schema.Struct({
  kind: Schema.Literal("step").pipe(
    describe("Multiplies the rate by a factor at regular intervals"),
  ),
  every: Every.pipe(withDefault("1 epoch", "How often the rate changes")),
  from: optionalEvery("When the rate changes first; by default after the first interval"),
  factor: fraction.pipe(withDefault(0.5, "What the rate is multiplied by")),
  warmup,
});

const Plateau = Schema.Struct({
  kind: Schema.Literal("plateau").pipe(
    describe("Multiplies the rate by a factor when the watched loss stops falling"),
  ),
  watch,
  patience: wholeNumber(0).pipe(
    withDefault(2, "Number of checks without improvement before the rate changes"),
  ),
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
