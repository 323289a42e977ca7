import type { PreparationVersion } from "../tokenizer/preparation.ts";
import type { TokenPart } from "./token_part.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";

/** A corpus as token ids, ready to be cut into batches. */
export interface TokenizedCorpus {
  readonly vocabulary: Vocabulary;
  readonly train: TokenPart;
  /** Undefined where the split keeps none. */
  readonly valid: TokenPart | undefined;
  readonly test: TokenPart | undefined;
  /** SHA-256 of the corpus's bytes. */
  readonly hash: string;
  /** Others may not read its text, nor then what is made of it. */
  readonly isPrivate: boolean;
  /** The rules by which its text became tokens. */
  readonly version: PreparationVersion;
  /** Sentences over `maxLength`, cut into several rows. */
  readonly cut: number;
  readonly counts: CorpusCounts;
}

export interface CorpusCounts {
  readonly bytes: number;
  readonly documents: number;
  /**
   * Sentences with a word in them, and those without, which are left out. 0 for a stream of
   * characters.
   */
  readonly sentences: number;
  readonly dropped: number;
  /** Different words or characters of the whole corpus, before the vocabulary was cut. */
  readonly distinct: number;
}
