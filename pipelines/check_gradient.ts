/** Gradient check: a small model → gradients by backpropagation and by differences → a table. */
import { Console, Effect, Schema } from "effect";
import { checkUserGates } from "../src/compute/reference/check_user_gates.ts";
import { checkModelGradient, type GradientCheck } from "../src/compute/reference/gradient_check.ts";
import type { Batch } from "../src/text/batch/batch.ts";
import type { ConfigSource } from "../src/config/read_config.ts";
import { type InputError, RunError } from "../src/base/errors.ts";
import type { ReadExperiment } from "../src/experiment/read_experiment.ts";
import { largestGateError } from "../src/model/user_gates/check_gate.ts";
import { initialWeights } from "../src/model/initial_weights.ts";
import type { Model, Values } from "../src/model/model.ts";
import { below } from "../src/base/random/below.ts";
import { key } from "../src/base/random/key.ts";
import { uniform } from "../src/base/random/uniform.ts";
import { inSlices } from "../src/base/slices.ts";
import { type SmallModel, smallModel } from "../src/experiment/setup/small_model.ts";

/** A right gradient stays below this: differences in float64 are good to 1e-7 or so. */
export const largestError = 1e-5;

/** Points that are tried: near a kink, or where the loss is steep, differences tell nothing. */
const mostPoints = 5;
/** Nearer to a kink than this differences mean nothing. */
const kinkMargin = 1e-4;
/**
 * Most elements of a parameter that are looked at, evenly spread; fewer where the model is not
 * small.
 */
const mostElements = ({ whole }: SmallModel): number => (whole ? 12 : 48);
const sentenceLengths = [5, 2, 1];

/** An experiment, with the files that it came from, if it did. */
export type Checkable = Omit<ReadExperiment, "source"> & {
  readonly source: ConfigSource | undefined;
};

export interface CheckedGradient {
  /** By parameter's key: the largest error, as a multiple of the larger gradient. */
  readonly errors: ReadonlyMap<string, number>;
  /** What is wrong with the gates of the user's. */
  readonly mistakes: readonly string[];
  readonly small: SmallModel;
}

/** Compares the gradients of an experiment's model, made small, with central differences. */
export const checkedGradient = Effect.fnUntraced(function* (
  { experiment, source, gates }: Checkable,
): Effect.fn.Return<CheckedGradient, InputError> {
  const small = yield* smallModel(experiment, source, gates);
  const { model } = small;
  let best: GradientCheck | undefined;
  let mistakes: readonly string[] = [];
  for (let point = 0; point < mostPoints; point++) {
    const seed = experiment.seed + point;
    const weights = weightsNear(model, seed);
    ({ mistakes } = yield* inSlices(() => checkUserGates(model, weights, seed)));
    if (mistakes.length > 0) break;
    const most = mostElements(small);
    const batch = sentences(model, seed);
    const check: GradientCheck = yield* inSlices(() =>
      checkModelGradient(model, weights, batch, { seed, step: 0 }, most)
    );
    if (best === undefined || worst(check) < worst(best)) best = check;
    if (worst(best) <= largestError) break;
  }
  return { errors: best?.errors ?? new Map(), mistakes, small };
});

/** The largest error; a point at a kink counts as one that failed. */
const worst = ({ errors, kinkDistance }: GradientCheck): number =>
  kinkDistance < kinkMargin ? Infinity : Math.max(...errors.values());

/** First weights, those that start at a constant moved a little: at 0 a mistake may not show. */
const weightsNear = (model: Model, seed: number): Values => {
  const values = initialWeights(model, seed);
  return new Map(model.parameters.map(({ key: name, initial }) => {
    const stream = key(seed, `check ${name}`);
    const move = (value: number, i: number) => value + 0.4 * (uniform(stream, i) - 0.5);
    return [name, Float64Array.from(values.get(name)!, initial === undefined ? (v) => v : move)];
  }));
};

/** A few short sentences of random tokens. */
const sentences = ({ vocabulary }: Model, seed: number): Batch => {
  const offsets = [0];
  for (const length of sentenceLengths) offsets.push(offsets.at(-1)! + length);
  const tokens = (name: string) => {
    const stream = key(seed, `check of gradients, ${name}`);
    return Int32Array.from({ length: offsets.at(-1)! }, (_, i) => below(stream, i, vocabulary));
  };
  return {
    epoch: 0,
    index: 0,
    lengths: Int32Array.from(sentenceLengths),
    offsets: Int32Array.from(offsets),
    inputs: tokens("inputs"),
    targets: tokens("targets"),
    carried: false,
  };
};

/** The command `check --gradient`: a table on standard output; fails where a gradient is wrong. */
export const checkGradient = Effect.fnUntraced(function* (
  read: ReadExperiment,
): Effect.fn.Return<void, InputError | RunError> {
  const { errors, mistakes, small } = yield* checkedGradient(read);
  const { model } = small;
  const wrong = [...errors].filter(([, error]) => !(error <= largestError));
  const width = Math.max(0, ...[...errors.keys()].map((name) => name.length));
  yield* Console.log([
    describeSmall(small, read.experiment.model.truncate),
    ...model.parameters.flatMap(({ key: name, rows, columns }) => {
      const error = errors.get(name);
      if (error === undefined) return [];
      const verdict = error <= largestError ? "ok" : "WRONG";
      const most = mostElements(small);
      const looked = rows * columns > most ? `, ${most} of its ${rows * columns} elements` : "";
      return `${name.padEnd(width)}  ${`${rows} × ${columns}`.padEnd(9)}  ${
        error.toExponential(1).padEnd(7)
      }  ${verdict}${looked}`;
    }),
    ...mistakes,
  ].join("\n"));
  if (mistakes.length > 0) {
    return yield* new WrongGradient({ of: "a gate" });
  }
  if (wrong.length > 0) return yield* new WrongGradient({ of: wrong.map(([name]) => name) });
  yield* Console.log(`All gradients agree with central differences to ${largestError}`);
});

const describeSmall = ({ model, config }: SmallModel, truncate: number | "full"): string => {
  const { cell, embedding, hidden, layers, dropout, tied } = config;
  const parts = [
    `cell ${cell}`,
    `${layers} ${layers === 1 ? "layer" : "layers"}`,
    embedding === "none" ? "one-hot tokens" : `embedding ${embedding}`,
    `hidden ${hidden}`,
    `vocabulary ${model.vocabulary}`,
    ...(dropout > 0 ? [`dropout ${dropout}`] : []),
    ...(tied ? ["tied weights"] : []),
    ...(truncate === "full"
      ? []
      : [`truncate full (${truncate} steps give other gradients by design)`]),
  ];
  return `gradient of the loss against central differences: ${parts.join(", ")}`;
};

/** Gradients that differ from central differences. */
class WrongGradient extends RunError.extend<WrongGradient>("WrongGradient")({
  _tag: Schema.tag("WrongGradient"),
  /** Of a gate of the user's, or of parameters by their names. */
  of: Schema.Union([Schema.Literal("a gate"), Schema.Array(Schema.String)]),
}) {
  override get message(): string {
    if (typeof this.of === "string") {
      return `The gradient of ${this.of} is wrong: ` +
        `expected an error of at most ${largestGateError}`;
    }
    const names = this.of.map((name) => `"${name}"`).join(", ");
    return `The gradient check failed for ${names}: expected errors of at most ${largestError}`;
  }
}
