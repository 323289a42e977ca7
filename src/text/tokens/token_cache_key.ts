import { hash } from "node:crypto";
import type { CorpusConfig } from "../sources/schema.ts";
import { type GivenVocabulary, wordsHash } from "../vocabulary/given_vocabulary.ts";
import { type Preparation, rulesOf, sentencesOf } from "../tokenizer/preparation.ts";

/** Increased whenever the same settings would give other tokens, or the file has another format. */
const version = 4;

/**
 * Name of a tokenized corpus in the cache: SHA-256 of its bytes' hash and all that decides its
 * tokens.
 */
export function tokenCacheKey(
  corpusHash: string,
  split: CorpusConfig["split"],
  preparation: Preparation,
  given?: GivenVocabulary,
): string {
  const { format, tokenizer, layout } = preparation;
  // The files of a split are in the corpus's hash; the number of streams decides no token.
  const shares = "files" in split ? "files" : [split.valid, split.test];
  const cut = layout.kind === "sentences" ? layout.maxLength : null;
  const reading = typeof format === "string"
    ? format
    : "csv" in format
    ? ["csv", format.csv, format.delimiter, format.quote ?? null]
    : ["jsonl", format.jsonl];
  return hash(
    "sha256",
    JSON.stringify([
      version,
      rulesOf(preparation),
      corpusHash,
      reading,
      shares,
      tokenizer,
      [layout.kind, cut],
      sentencesOf(preparation),
      ...(given === undefined ? [] : [[wordsHash(given), given.isWhole]]),
    ]),
    "hex",
  );
}
