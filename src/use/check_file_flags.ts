/** The keys of a run's config that the command line may set: those for the places of its files. */
import { Effect, Schema } from "effect";
import { either } from "../config/expectation.ts";
import { setOverrides } from "../config/overrides.ts";
import { InputError } from "../base/errors.ts";
import { fileKeysOf, namesOfFiles } from "../experiment/file_keys.ts";
import { get } from "../config/plain_value.ts";

/** Keys that the command line may not set of a run. */
export class WrongFileFlags extends InputError.extend<WrongFileFlags>("WrongFileFlags")({
  _tag: Schema.tag("WrongFileFlags"),
  flags: Schema.Array(Schema.Struct({
    /** As it was written. */
    flag: Schema.String,
    /** Key path that it sets. */
    path: Schema.String,
    /** Whether it says where a file is that the run's config does not name. */
    isMissingPart: Schema.Boolean,
  })),
}) {
  override get message(): string {
    return this.flags.map(({ flag, path, isMissingPart }) =>
      isMissingPart
        ? `${flag}: The run has no ${path}, ${whyMissing(path)}`
        : `${flag}: Expected ${
          either(namesOfFiles)
        }, which say where a run's files are: the rest ` +
          "of its config is fixed, start a new run for another experiment"
    ).join("\n");
  }
}

/**
 * Refuses what would make it another experiment. Files may be said to be elsewhere, since their
 * bytes define the run and are compared; whole files for validation or test, and a model to start
 * from, only where the run has such.
 *
 * @param config the plain config of the run
 */
export const checkFileFlags = (
  set: Readonly<Record<string, string>>,
  config: unknown,
): Effect.Effect<void, WrongFileFlags> => {
  const flags = setOverrides(set, namesOfFiles).flatMap(({ path, flag }) => {
    if (!namesOfFiles.includes(path)) return [{ flag, path, isMissingPart: false }];
    const isPart = path.startsWith("corpus.split.") || path.startsWith("from.");
    const isMissingPart = isPart && !hasFile(config, path);
    return isMissingPart ? [{ flag, path, isMissingPart }] : [];
  });
  return flags.length === 0 ? Effect.void : Effect.fail(new WrongFileFlags({ flags }));
};

/** Whether a config names a file at a key path. */
const hasFile = (config: unknown, path: string): boolean =>
  fileKeysOf(config).some((key) => key.path.join(".") === path) &&
  get(config, path.split(".")) !== undefined;

const whyMissing = (path: string): string =>
  path.startsWith("from.")
    ? "it started from no model, or not from one given so"
    : "a part of its corpus is kept by shares";
