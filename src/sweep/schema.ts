/** Schema of a sweep's file. */
import { Schema } from "effect";
import { Every } from "../config/every.ts";
import { describe, text, wholeNumber, withDefault } from "../config/fields.ts";
import { Duration } from "./duration.ts";

const ScalarValue = Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]).annotate({
  expected: "text, a number, true or false",
});

const number = Schema.Finite.annotate({ expected: "a number" });

const ChoicesConfig = Schema.Struct({
  values: Schema.Array(ScalarValue).check(
    Schema.isMinLength(1, { expected: "a list of at least one value" }),
  ).pipe(describe("The values to choose from")),
  when: Schema.optionalKey(
    Schema.Record(
      Schema.String,
      Schema.Union([
        ScalarValue,
        Schema.Array(ScalarValue).check(
          Schema.isMinLength(1, { expected: "a list of at least one value" }),
        ),
      ]).annotate({ expected: "a value or a list of values" }),
    ).pipe(describe("Parameters above, and their values for which this one is searched")),
  ),
});

const RangeConfig = Schema.Struct({
  min: number.pipe(describe("Smallest value")),
  max: number.pipe(describe("Largest value")),
  step: Schema.optionalKey(
    Schema.Finite.check(
      Schema.isGreaterThan(0, { expected: "a number greater than 0" }),
    ).pipe(describe("Distance between values: min, min + step, … up to max")),
  ),
  scale: Schema.Literals(["linear", "log"]).pipe(
    withDefault("linear", "Scale on which the range is searched uniformly: linear or log"),
  ),
  when: ChoicesConfig.fields.when,
});

/** One parameter of the space: listed values, or a range. */
export const ParameterConfig = Schema.Union([ChoicesConfig, RangeConfig]).annotate({
  expected: "{ values: [...] } or { min: NUMBER, max: NUMBER }",
});
export type ParameterConfig = typeof ParameterConfig.Type;

const trials = wholeNumber(1, 100_000);
const seed = wholeNumber(0, 0xffffffff).pipe(withDefault(42, "Seed of the sampler"));

const Grid = Schema.Struct({
  kind: Schema.Literal("grid").pipe(describe("Every combination, in order")),
});

const Random = Schema.Struct({
  kind: Schema.Literal("random").pipe(describe("Independent draws from the space")),
  trials: trials.pipe(withDefault(40, "Number of trials")),
  seed,
});

const Tpe = Schema.Struct({
  kind: Schema.Literal("tpe").pipe(
    withDefault("tpe", "tpe (tree-structured Parzen estimator), random or grid"),
  ),
  trials: trials.pipe(withDefault(40, "Number of trials")),
  seed,
});

export const SearchConfig = Schema.Union([Tpe, Random, Grid]);
export type SearchConfig = typeof SearchConfig.Type;

const grace = Every.pipe(
  withDefault("1 epoch", "Length of training before the first comparison, in epochs or steps"),
);

const Asha = Schema.Struct({
  kind: Schema.Literal("asha").pipe(
    describe("Asynchronous successive halving: the best of each rung continue"),
  ),
  grace,
  reduction: wholeNumber(2, 100).pipe(
    withDefault(
      3,
      "Factor between rungs: one trial in so many continues, for so many times as long",
    ),
  ),
});

const Median = Schema.Struct({
  kind: Schema.Literal("median").pipe(
    describe("A trial worse than the median of the others at the same length is stopped"),
  ),
  grace,
  startup: wholeNumber(1).pipe(
    withDefault(5, "Number of trials of full length before any is stopped"),
  ),
});

/** When a trial is stopped before its full length. */
export const SweepStopConfig = Schema.Union([
  Schema.Literal("none"),
  Schema.Struct({ kind: Schema.Literal("none") }),
  Median,
  Asha,
]).annotate({ expected: '"none", { kind: median } or { kind: asha }' });
export type SweepStopConfig = typeof SweepStopConfig.Type;

/** A sweep's file, before its space is checked against the experiment. */
export const SweepFile = Schema.Struct({
  experiment: text.pipe(describe("Experiment's config, relative to this file")),
  objective: Schema.Struct({
    metric: Schema.Literals(["valid.loss"]).pipe(
      withDefault("valid.loss", "Metric to compare"),
    ),
    goal: Schema.Literals(["minimize", "maximize"]).pipe(
      withDefault("minimize", "Whether the metric is minimized or maximized"),
    ),
  }).pipe(withDefault({}, "What makes a trial good")),
  search: SearchConfig.pipe(withDefault({ kind: "tpe" }, "How values are chosen")),
  space: Schema.Record(Schema.String, ParameterConfig).annotate({
    expected: "a map from key paths such as model.hidden to values",
  }).pipe(describe("Key paths of the experiment and the values to search")),
  stop: SweepStopConfig.pipe(withDefault("none", "When a trial is stopped early")),
  repeat: Schema.Struct({
    seeds: wholeNumber(1, 1000).pipe(
      withDefault(1, "Number of runs of each trial, with a seed each; the mean counts"),
    ),
  }).pipe(withDefault({}, "Repetition of each trial")),
  failures: Schema.Literals(["continue", "stop"]).pipe(
    withDefault("continue", "Whether the sweep continues or stops when a trial fails"),
  ),
  limits: Schema.Struct({
    time: Schema.optionalKey(
      Duration.pipe(describe("Time after which no training starts, over all restarts")),
    ),
    trials: Schema.optionalKey(
      trials.pipe(describe("Maximum number of trials, whatever search says")),
    ),
  }).pipe(withDefault({}, "Limits on the whole sweep")),
});
export type SweepFile = typeof SweepFile.Type;
