/** Which keys of a run's config the command line may set: those that say where its files are. */
import { Effect } from "effect";
import { either } from "../config/expectation.ts";
import { setOverrides } from "../config/overrides.ts";
import { InputError } from "../base/errors.ts";
import { namesOfFiles } from "../experiment/file_keys.ts";
import { get } from "../experiment/plain_value.ts";

/**
 * Refuses what would make it another experiment. Files may be said to be elsewhere, since their
 * bytes define the run and are compared; whole files for validation or test only where the run has
 * such.
 *
 * @param config the plain config of the run
 */
export const checkFileFlags = (
  set: Readonly<Record<string, string>>,
  config: unknown,
): Effect.Effect<void, InputError> => {
  const lines = setOverrides(set, namesOfFiles).flatMap(({ path, flag }) => {
    if (!namesOfFiles.includes(path)) {
      return [
        `${flag}: Expected ${
          either(namesOfFiles)
        }, which say where a run's files are: the rest of ` +
        "its config stays, begin a new run for another experiment",
      ];
    }
    const part = path.startsWith("corpus.split.") && get(config, path.split(".")) === undefined;
    return part ? [`${flag}: The run has no ${path}, a part of its corpus is kept by shares`] : [];
  });
  return lines.length === 0
    ? Effect.void
    : Effect.fail(new InputError({ message: lines.join("\n") }));
};
