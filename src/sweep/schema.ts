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
    ).pipe(describe("Parameters above and the values under which this one is searched")),
  ),
});

const RangeConfig = Schema.Struct({
  min: number.pipe(describe("Least value")),
  max: number.pipe(describe("Greatest value")),
  step: Schema.optionalKey(
    Schema.Finite.check(
      Schema.isGreaterThan(0, { expected: "a number greater than 0" }),
    ).pipe(describe("Only min, min + step, … up to max")),
  ),
  scale: Schema.Literals(["linear", "log"]).pipe(
    withDefault("linear", "What is searched evenly: the number or its logarithm"),
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
  trials: trials.pipe(withDefault(40, "How many trials")),
  seed,
});

const Tpe = Schema.Struct({
  kind: Schema.Literal("tpe").pipe(
    withDefault("tpe", "tpe (tree-structured Parzen estimator), random or grid"),
  ),
  trials: trials.pipe(withDefault(40, "How many trials")),
  seed,
});

export const SearchConfig = Schema.Union([Tpe, Random, Grid]);
export type SearchConfig = typeof SearchConfig.Type;

const grace = Every.pipe(
  withDefault("1 epoch", "Training before the first comparison, in epochs or steps"),
);

const Asha = Schema.Struct({
  kind: Schema.Literal("asha").pipe(
    describe("Asynchronous successive halving: the best share of each rung goes on"),
  ),
  grace,
  reduction: wholeNumber(2, 100).pipe(
    withDefault(3, "One of so many goes on to the next rung, which is so many times as long"),
  ),
});

const Median = Schema.Struct({
  kind: Schema.Literal("median").pipe(
    describe("A trial worse than the median of the others at the same length is given up"),
  ),
  grace,
  startup: wholeNumber(1).pipe(
    withDefault(5, "Trials of full length before any is given up"),
  ),
});

/** When a trial is given up before its full length. */
export const SweepStopConfig = Schema.Union([
  Schema.Literal("none"),
  Schema.Struct({ kind: Schema.Literal("none") }),
  Median,
  Asha,
]).annotate({ expected: '"none", { kind: median } or { kind: asha }' });
export type SweepStopConfig = typeof SweepStopConfig.Type;

/** A sweep's file, without what the experiment says of its space. */
export const SweepFile = Schema.Struct({
  experiment: text.pipe(describe("Experiment's config, relative to this file")),
  objective: Schema.Struct({
    metric: Schema.Literals(["valid.loss"]).pipe(
      withDefault("valid.loss", "What is compared"),
    ),
    goal: Schema.Literals(["minimize", "maximize"]).pipe(
      withDefault("minimize", "Whether less or more of it is better"),
    ),
  }).pipe(withDefault({}, "What makes a trial good")),
  search: SearchConfig.pipe(withDefault({ kind: "tpe" }, "How values are chosen")),
  space: Schema.Record(Schema.String, ParameterConfig).annotate({
    expected: "a map from key paths such as model.hidden to values",
  }).pipe(describe("Key paths of the experiment and the values to search")),
  stop: SweepStopConfig.pipe(withDefault("none", "When a trial is given up early")),
  repeat: Schema.Struct({
    seeds: wholeNumber(1, 1000).pipe(
      withDefault(1, "Runs of each trial with seeds of their own; the mean counts"),
    ),
  }).pipe(withDefault({}, "Repeating each trial")),
  failures: Schema.Literals(["continue", "stop"]).pipe(
    withDefault("continue", "Whether the sweep goes on when a trial fails"),
  ),
  limits: Schema.Struct({
    time: Schema.optionalKey(
      Duration.pipe(describe("No new training begins after this much time, all restarts together")),
    ),
    trials: Schema.optionalKey(trials.pipe(describe("Most trials, whatever search says"))),
  }).pipe(withDefault({}, "Bounds on the whole sweep")),
});
export type SweepFile = typeof SweepFile.Type;
