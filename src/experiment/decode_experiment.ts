/** From a plain object to a resolved experiment, or all that is wrong with it. */
import { Effect, Predicate, Result, Schema } from "effect";
import { cwd } from "node:process";
import { decode, placeFinding } from "../config/decode.ts";
import { decodeOptions, type Finding } from "../config/findings.ts";
import { fromPlain, type Located, placeAt, toPlain } from "../config/located.ts";
import { merge } from "../config/merge.ts";
import { mistakesError } from "../config/mistake.ts";
import { nestedValues } from "../config/nested_values.ts";
import type { Place } from "../config/place.ts";
import type { InputError } from "../base/errors.ts";
import { absolutePaths } from "./absolute_paths.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import { type GateOptions, type LoadedGates, loadGates } from "./load_gates.ts";
import { fitToText } from "./fit/fit_to_text.ts";
import { get } from "../config/plain_value.ts";
import { inheritParent } from "./inherit_parent.ts";
import { brokenRules } from "./broken_rules.ts";
import type { Parts } from "./rule.ts";
import { Experiment } from "./schema.ts";

/** An experiment of a program, with the gates of the user's that it names. */
export interface DecodedExperiment {
  readonly experiment: Experiment;
  readonly gates: GateModule | undefined;
}

/**
 * Resolves an experiment given as an object (the shape of a config file, without `extends`), and
 * runs its file of gates where that is allowed. Relative paths start from the working directory.
 */
export const decodeWithGates = Effect.fnUntraced(function* (
  object: unknown,
  options: GateOptions = {},
): Effect.fn.Return<DecodedExperiment, InputError> {
  const given = yield* inheritParent(fromPlain(object, nowhere()));
  const toAbsolute = (located: Located) =>
    absolutePaths(toPlain(located), (key) => [placeAt(located, key).source.directory]);
  const plain = toAbsolute(given);
  const gates = yield* loadGates(plain, options);
  const resolve = (value: unknown) =>
    Effect.fromResult(resolveExperiment(value, Experiment, gates)).pipe(
      Effect.mapError((found) =>
        mistakesError(found.map((finding) => placeFinding(finding, undefined)))
      ),
    );
  const unfitted = yield* resolve(plain);
  const fitted = nestedValues(yield* fitToText(plain, unfitted), nowhere());
  const experiment = fitted === undefined
    ? unfitted
    : yield* resolve(toAbsolute(merge(fitted, given, Experiment.ast)));
  return { experiment, gates: gates.module };
});

/** The place of everything in an object of a program, which messages do not name. */
const nowhere = (): Place => ({
  source: { order: 0, label: "", directory: cwd(), isFile: false },
  line: 1,
  column: 1,
});

/** The experiment alone of {@link decodeWithGates}. */
export const decodeExperiment = (
  object: unknown,
  options: GateOptions = {},
): Effect.Effect<Experiment, InputError> =>
  Effect.map(decodeWithGates(object, options), ({ experiment }) => experiment);

/**
 * Decodes a plain value and checks the rules between its parts; finds every mistake.
 *
 * @param schema the schema whose keys are allowed and proposed
 * @param gates what came of the key `gates`
 */
export function resolveExperiment(
  plain: unknown,
  schema: Schema.Decoder<Experiment> = Experiment,
  gates: LoadedGates = { module: undefined, mistakes: [] },
): Result.Result<Experiment, readonly Finding[]> {
  const value = withDependentDefaults(plain);
  const result = decode(schema, value);
  const parts = Result.isSuccess(result) ? result.success : decodedParts(value);
  const found = [
    ...(Result.isFailure(result) ? result.failure : []),
    ...gates.mistakes,
    ...brokenRules(parts, gates.module),
  ];
  return Result.isSuccess(result) && found.length === 0
    ? Result.succeed(result.success)
    : Result.fail(found);
}

/** `checkpoint.best` is `none` by default where nothing is kept for validation. */
function withDependentDefaults(plain: unknown): unknown {
  const share = get(plain, ["corpus", "split", "valid"]);
  const checkpoint = get(plain, ["checkpoint"]) ?? {};
  if (share !== 0 || !Predicate.isObject(checkpoint) || "best" in checkpoint) {
    return plain;
  }
  return { ...plain as object, checkpoint: { ...checkpoint, best: "none" } };
}

/** The parts that are valid by themselves, apart from unknown keys. */
function decodedParts(plain: unknown): Parts {
  if (!Predicate.isObject(plain)) return {};
  let parts: Parts = {};
  for (const [key, field] of Object.entries(Experiment.fields)) {
    const part = Schema.decodeUnknownResult(
      Schema.Struct({ [key]: field }) as Schema.Decoder<Parts>,
      { ...decodeOptions, onExcessProperty: "ignore" },
    )(key in plain ? { [key]: plain[key] } : {});
    if (Result.isSuccess(part)) parts = { ...parts, ...part.success };
  }
  return parts;
}
