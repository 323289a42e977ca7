/** The model that an experiment's training starts from. */
import type { Model, Values } from "../../model/model.ts";
import type { Manifest } from "../../run/manifest.ts";
import type { GivenVocabulary } from "../../text/vocabulary/given_vocabulary.ts";
import type { VocabularyTokens } from "../../text/vocabulary/vocabulary.ts";
import { tokenizerFile } from "../tokenizer_file.ts";
import type { FromConfig } from "../from_config.ts";
import type { Experiment } from "../schema.ts";

/** Its tokens are the first ones of the experiment's vocabulary. */
export interface Parent extends VocabularyTokens {
  /** Absolute path of the run, or of the file of weights. */
  readonly path: string;
  /** Checkpoint of the run whose weights these are; undefined for a file. */
  readonly checkpoint: string | undefined;
  /** SHA-256 of the bytes of the weights, and of the words in order. */
  readonly hashes: { readonly weights: string; readonly vocabulary: string };
  /** Version of the rules by which text became words, unless that is the newest. */
  readonly version: GivenVocabulary["version"];
  /** The experiment's model over those words alone. */
  readonly model: Model;
  /** Its parameters. */
  readonly values: Values;
  /** Names of the tensors that the experiment's model has no use for. */
  readonly left: readonly string[];
  /** Others may not read it, nor then what is made of it. */
  readonly isPrivate: boolean;
}

/** Whether two models have the same weights and words. */
export const isSameModel = (a: Parent["hashes"], b: Parent["hashes"]): boolean =>
  a.weights === b.weights && a.vocabulary === b.vocabulary;

/** The vocabulary of a corpus that is read for a model which knows some words already. */
export const vocabularyFrom = (
  { words, merges, version, isPrivate }: Pick<
    Parent,
    "words" | "merges" | "version" | "isPrivate"
  >,
  from: FromConfig | undefined,
): GivenVocabulary => ({
  words,
  merges,
  version,
  isPrivate,
  isWhole: from?.vocabulary !== "extend",
});

/** The same for a run that exists, which needs its parent and its tokenizer's file no more. */
export const vocabularyOfRun = (
  { from, tokenizer }: Experiment,
  manifest: Pick<Manifest, "from">,
  { words, merges }: VocabularyTokens,
  isPrivate: boolean,
): GivenVocabulary | undefined => {
  const own = { words, merges, version: undefined, isPrivate };
  if (manifest.from === undefined) {
    return tokenizerFile(tokenizer) === undefined ? undefined : { ...own, isWhole: true };
  }
  const given = vocabularyFrom(own, from);
  return given.isWhole ? given : { ...given, words: words.slice(0, manifest.from.words) };
};
