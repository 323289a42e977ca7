/** What defines a sweep, as the ledger stores it: enough for a worker without the sweep's file. */
import { sha256 } from "../../base/files/sha256.ts";
import { Schema } from "effect";
import { Environment } from "../../run/environment_record.ts";

/** A value of a parameter. */
export const ScalarValue = Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]);

const Parameter = Schema.Struct({
  path: Schema.String,
  domain: Schema.Union([
    Schema.Struct({ values: Schema.Array(ScalarValue) }),
    Schema.Struct({
      min: Schema.Finite,
      max: Schema.Finite,
      step: Schema.optionalKey(Schema.Finite),
      scale: Schema.optionalKey(Schema.Literals(["linear", "log"])),
      integer: Schema.optionalKey(Schema.Boolean),
    }),
  ]),
  when: Schema.optionalKey(Schema.Record(Schema.String, Schema.Array(ScalarValue))),
});

export const SweepDefinition = Schema.Struct({
  /** The experiment before any trial's values; its paths are absolute or start from `runs`. */
  experiment: Schema.Record(Schema.String, Schema.Json),
  /** Absolute path of the folder of runs where the sweep was last started or resumed. */
  runs: Schema.optionalKey(Schema.String),
  /** SHA-256 of the corpus's bytes, and of the file of gates. */
  corpus: Schema.String,
  gates: Schema.NullOr(Schema.String),
  /** SHA-256 of the weights and of the vocabulary that trials start from, if they do. */
  from: Schema.optionalKey(Schema.Struct({ weights: Schema.String, vocabulary: Schema.String })),
  objective: Schema.Struct({
    metric: Schema.String,
    goal: Schema.Literals(["minimize", "maximize"]),
  }),
  search: Schema.Record(Schema.String, Schema.Json),
  space: Schema.Array(Parameter),
  stop: Schema.Json,
  repeats: Schema.Natural,
  failures: Schema.Literals(["continue", "stop"]),
  limits: Schema.Struct({
    /** Seconds of all restarts together. */
    time: Schema.NullOr(Schema.Finite),
    trials: Schema.NullOr(Schema.Natural),
  }),
  /** Lengths at which trials are compared; the last is full length, wherever training ends. */
  rungs: Schema.Array(Schema.Finite),
  unit: Schema.Literals(["epochs", "steps"]),
  /** What computes in the process that coordinates it, or did so last. */
  environment: Schema.optionalKey(Environment),
});
export type SweepDefinition = typeof SweepDefinition.Type;

/** SHA-256 over everything that defines the sweep. */
export const definitionHash = (definition: SweepDefinition): string =>
  sha256(JSON.stringify(definition));
