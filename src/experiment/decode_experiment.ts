/** From a plain object to a resolved experiment, or all that is wrong with it. */
import { Effect, Result, Schema } from "effect";
import { cwd } from "node:process";
import { decode, placeFinding } from "../config/decode.ts";
import { decodeOptions, type Finding } from "../config/findings.ts";
import { mistakesError } from "../config/mistake.ts";
import type { InputError } from "../errors.ts";
import { absolutePaths } from "./absolute_paths.ts";
import { get, isObject } from "./plain.ts";
import { brokenRules, type Parts } from "./rules.ts";
import { Experiment } from "./schema.ts";

/**
 * Resolves an experiment given as an object (the shape of a config file, without `extends`).
 * Relative paths start from the working directory.
 */
export function decodeExperiment(
  object: unknown,
): Effect.Effect<Experiment, InputError> {
  const result = resolveExperiment(absolutePaths(object, cwd));
  return Result.isSuccess(result)
    ? Effect.succeed(result.success)
    : Effect.fail(mistakesError(result.failure.map((finding) => placeFinding(finding, undefined))));
}

/**
 * Decodes a plain value and checks the rules between its parts; finds every mistake.
 *
 * @param schema the schema whose keys are allowed and proposed
 */
export function resolveExperiment(
  plain: unknown,
  schema: Schema.Decoder<Experiment> = Experiment,
): Result.Result<Experiment, readonly Finding[]> {
  const value = withDependentDefaults(plain);
  const result = decode(schema, value);
  const parts = Result.isSuccess(result) ? result.success : decodedParts(value);
  const found = [
    ...(Result.isFailure(result) ? result.failure : []),
    ...brokenRules(parts),
  ];
  return Result.isSuccess(result) && found.length === 0
    ? Result.succeed(result.success)
    : Result.fail(found);
}

/** `checkpoint.best` is `none` by default where nothing is kept for validation. */
function withDependentDefaults(plain: unknown): unknown {
  const share = get(plain, ["corpus", "split", "valid"]);
  const checkpoint = get(plain, ["checkpoint"]) ?? {};
  if (share !== 0 || !isObject(checkpoint) || "best" in checkpoint) {
    return plain;
  }
  return { ...plain as object, checkpoint: { ...checkpoint, best: "none" } };
}

/** Those parts that are right by themselves. */
function decodedParts(plain: unknown): Parts {
  if (!isObject(plain)) return {};
  let parts: Parts = {};
  for (const [key, field] of Object.entries(Experiment.fields)) {
    const part = Schema.decodeUnknownResult(
      Schema.Struct({ [key]: field }) as Schema.Decoder<Parts>,
      decodeOptions,
    )(key in plain ? { [key]: plain[key] } : {});
    if (Result.isSuccess(part)) parts = { ...parts, ...part.success };
  }
  return parts;
}
