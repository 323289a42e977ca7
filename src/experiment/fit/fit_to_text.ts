import { Effect } from "effect";
import { isInputError } from "../../base/errors.ts";
import { formatCount } from "../../base/terminal/format_number.ts";
import { findFormat, textProfile, trainingFiles } from "../../text/profile/text_profile.ts";
import { isTokenStream, newestPreparation, sentencesOf } from "../../text/tokenizer/preparation.ts";
import { isLowercased } from "../../text/tokenizer/schema.ts";
import { standardInput } from "../../text/sources/source_files.ts";
import {
  fittedSizes,
  type FittedValues,
  hasOpenSizes,
  isOpen,
  type TextConfig,
} from "./fitted_values.ts";

/**
 * The values that fit the text of an experiment, for keys that its config leaves open; it looks at
 * the text only where there are any. A text that can't be read fits nothing: whoever reads it whole
 * says why.
 *
 * @param plain the config, with absolute paths
 * @param experiment what it decodes to by defaults that fit no text
 */
export const fitToText = Effect.fn("fitToText")(
  function* (
    plain: unknown,
    experiment: TextConfig,
  ) {
    const { corpus, tokenizer, batch } = experiment;
    const seeksFormat = isOpen(plain, "corpus.format") &&
      sentencesOf({ ...corpus, tokenizer }) === "rules" &&
      !isTokenStream({ tokenizer, layout: batch, version: newestPreparation });
    const seeksSizes = hasOpenSizes(plain, experiment);
    if (!seeksFormat && !seeksSizes) return {};
    if (corpus.path === standardInput) {
      yield* Effect.logInfo("Standard input is read once, so no defaults are fitted to it");
      return {};
    }
    const files = yield* trainingFiles(corpus);
    const format = seeksFormat ? yield* findFormat(files) : corpus.format;
    const found: FittedValues = format === corpus.format ? {} : { "corpus.format": "lines" };
    if (!seeksSizes) return found;
    const profile = yield* textProfile(files, { ...corpus, format }, isLowercased(tokenizer));
    return { ...found, ...fittedSizes(plain, experiment, profile) };
  },
  Effect.catchIf(isInputError, () => Effect.succeed<FittedValues>({})),
  Effect.tap((values) => say(values)),
);

/** Says what was chosen. */
const say = (values: FittedValues) => {
  const chosen = Object.entries(values).map(([path, value]) =>
    `${path} ${typeof value === "number" ? formatCount(value) : value}`
  );
  if (chosen.length === 0) return Effect.void;
  return Effect.logInfo(`fitted to the text, where the config says nothing: ${chosen.join(", ")}`);
};
