/** Init: a text → what suits it → a commented config, ready to run. */
import { availableParallelism } from "node:os";
import { basename, dirname, relative, resolve } from "node:path";
import { Console, Effect, References, Schema } from "effect";
import { InputError, type RunError } from "../src/base/errors.ts";
import { writeFlushed } from "../src/base/files/atomic_write.ts";
import { tryWriteGiven } from "../src/base/files/file_error.ts";
import { isThere } from "../src/base/files/is_there.ts";
import { unrollCommand } from "../src/base/unroll_command.ts";
import { productSpeed } from "../src/doctor/product_speed.ts";
import { decodeWithGates } from "../src/experiment/decode_experiment.ts";
import { experimentModel } from "../src/experiment/setup/experiment_model.ts";
import { chooseConfig, plainConfig, type TokenKind } from "../src/init/chosen_config.ts";
import { formatConfig } from "../src/init/format_config.ts";
import { trainingSeconds } from "../src/init/training_time.ts";
import { resolveGemm } from "../src/kernels/resolve_gemm.ts";
import { parameterCount } from "../src/model/parameter_count.ts";
import { textProfile, trainingFiles } from "../src/text/profile/text_profile.ts";

export interface InitOptions {
  /** The text: a file, a folder or a pattern. */
  readonly text: string;
  readonly tokens: TokenKind | undefined;
  /** The config; by default named after the text, in the working directory. */
  readonly output: string | undefined;
}

/** A config that is there already. */
class ConfigThere extends InputError.extend<ConfigThere>("ConfigThere")({
  _tag: Schema.tag("ConfigThere"),
  path: Schema.String,
}) {
  override get message(): string {
    return `"${this.path}" is there already: choose another file with --output`;
  }
}

/** Different characters of a text, at least about: what a model of characters is as wide as. */
const fewTokens = 100;

/** Writes a config for a text; prints its path. */
export const init = Effect.fn("init")(function* (
  { text, tokens, output = `${nameOf(text)}.yaml` }: InitOptions,
): Effect.fn.Return<void, InputError | RunError> {
  if (yield* isThere(output)) return yield* new ConfigThere({ path: output });
  const name = nameOf(output);
  const found = resolve(text);
  const least = plainConfig(name, found, chooseConfig({ words: 0, characters: 0 }, "word"));
  const { corpus } = (yield* quietly(decodeWithGates(least))).experiment;
  const profile = yield* textProfile(yield* trainingFiles(corpus), corpus, true);
  const choice = chooseConfig(profile, tokens);
  const { experiment } = yield* quietly(decodeWithGates(plainConfig(name, found, choice)));
  const { tokenizer, training } = experiment;
  const words = "vocabulary" in tokenizer && typeof tokenizer.vocabulary === "number"
    ? tokenizer.vocabulary
    : fewTokens;
  const model = yield* experimentModel(experiment, words, undefined, undefined);
  const count = choice.tokens === "char" || choice.tokens === "byte" ? "characters" : "words";
  const seconds = trainingSeconds(model, {
    tokens: profile[count] * training.epochs,
    speed: productSpeed(yield* resolveGemm("auto")),
    threads: availableParallelism(),
  });
  const config = formatConfig({
    experiment,
    path: relative(dirname(resolve(output)), found) || ".",
    profile,
    parameters: parameterCount(model),
    seconds,
  });
  yield* tryWriteGiven(output, () => writeFlushed(output, config));
  yield* Effect.logInfo(`Train it: ${unrollCommand("run", output)}`);
  yield* Console.log(output);
});

/** What is chosen stands in the config. */
const quietly = Effect.provideService(References.MinimumLogLevel, "Error");

/** A name for an experiment, from a path: letters, digits and hyphens. */
const nameOf = (path: string): string =>
  basename(path).replace(/(\.(txt|ya?ml|jsonl?|csv|gz))+$/i, "").normalize("NFKD")
    .replace(/[^\w-]+/g, "-").replace(/^[-_]+|[-_]+$/g, "") || "text";
