/** The model that an experiment's training starts from. */
import type { Model, Values } from "../../model/model.ts";
import type { Manifest } from "../../run/manifest.ts";
import type { GivenVocabulary } from "../../text/vocabulary/given_vocabulary.ts";
import type { FromConfig } from "../from_config.ts";
import type { Experiment } from "../schema.ts";

export interface Parent {
  /** Absolute path of the run, or of the file of weights. */
  readonly path: string;
  /** Checkpoint of the run whose weights these are; undefined for a file. */
  readonly checkpoint: string | undefined;
  /** SHA-256 of the bytes of the weights, and of the words in order. */
  readonly hashes: { readonly weights: string; readonly vocabulary: string };
  /** Its tokens in the order of their ids: the first ones of the experiment's vocabulary. */
  readonly words: readonly string[];
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
  { words, version, isPrivate }: Pick<Parent, "words" | "version" | "isPrivate">,
  from: FromConfig | undefined,
): GivenVocabulary => ({ words, version, isPrivate, isWhole: from?.vocabulary !== "extend" });

/** The same for a run that exists, which needs its parent no more. */
export const vocabularyOfRun = (
  { from }: Experiment,
  manifest: Pick<Manifest, "from">,
  words: readonly string[],
  isPrivate: boolean,
): GivenVocabulary | undefined => {
  if (manifest.from === undefined) return undefined;
  const given = vocabularyFrom({ words, version: undefined, isPrivate }, from);
  return given.isWhole ? given : { ...given, words: words.slice(0, manifest.from.words) };
};
