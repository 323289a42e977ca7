/** The tokenizer that an experiment reads from a file. */
import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import type { ConfigSource } from "../../config/read_config.ts";
import { isPrivate } from "../../text/sources/is_private.ts";
import type { GivenVocabulary } from "../../text/vocabulary/given_vocabulary.ts";
import { readVocabularyFile } from "./read_files.ts";
import { findingsError } from "../read_experiment.ts";
import { wrongValue } from "../rule.ts";
import type { Experiment } from "../schema.ts";
import { tokenizerFile } from "../tokenizer_file.ts";

/**
 * The tokens and merges of `tokenizer.file`; undefined without one. Special tokens that batches
 * need and the file lacks follow its own.
 *
 * Errors: an InputError at `tokenizer.file` where that can't be read or holds another tokenizer.
 */
export const readTokenizer = Effect.fnUntraced(function* (
  { tokenizer }: Pick<Experiment, "tokenizer">,
  source: ConfigSource | undefined,
): Effect.fn.Return<GivenVocabulary | undefined, InputError> {
  const path = tokenizerFile(tokenizer);
  if (path === undefined) return undefined;
  const refuse = (message: string) =>
    findingsError([wrongValue("tokenizer.file", message)], source);
  const { words, merges } = yield* readVocabularyFile(path).pipe(
    Effect.mapError(({ message }) => refuse(message)),
  );
  if (merges === undefined) {
    return yield* refuse("Expected a tokenizer.json of byte pairs, got a vocabulary of words");
  }
  return { words, merges, isWhole: false, isPrivate: isPrivate(path, true) };
});
