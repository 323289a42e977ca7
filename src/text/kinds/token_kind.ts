import type { SpecialTokens, Vocabulary } from "../vocabulary/vocabulary.ts";

/**
 * Takes the number of a symbol, and the code points and the UTF-8 bytes of the text that it stands
 * for.
 */
export type Emit = (symbol: number, characters: number, bytes: number) => void;

/** Gives a symbol its number: the same one each time. */
export type NumberOf = (symbol: string) => number;

/** Cuts text into symbols. */
export interface Cutter {
  /**
   * Emits the symbols of a sentence or, of a stream, those of its next piece, of which it may hold
   * back the end until more follows.
   */
  readonly cut: (text: string, emit: Emit) => void;
  /** Emits what is held back: the stream ends here. */
  readonly end: (emit: Emit) => void;
}

/** A token of a symbol, and the code points and bytes that it stands for. */
export interface EncodedToken {
  readonly id: number;
  readonly characters: number;
  readonly bytes: number;
}

/**
 * Returns what a token adds to a text. `begins` says that it is the first of a sentence, or of the
 * text.
 */
export type Speller = (token: string, begins: boolean) => string;

/**
 * A kind of token: how text is cut into symbols, how symbols become tokens once the training part
 * is counted, and how tokens become text again.
 *
 * A symbol is a token of its own in most kinds. A kind whose symbols consist of several tokens has
 * `encoder`.
 */
export interface TokenKind {
  /** What its tokens are, in the plural: `words`. */
  readonly noun: string;
  /**
   * Whether contiguous text is one stream of tokens, cut anywhere; otherwise it is read by
   * sentences, each closed by an end token.
   */
  readonly isStream: boolean;
  /** Whether a sentence is read; left out where those without a word are not. */
  readonly isRead?: (sentence: string) => boolean;
  /**
   * Whether a stream takes files as they are: bytes that are no UTF-8 (see `escaped_bytes.ts`), a
   * byte order mark, each line end.
   */
  readonly keepsBytes?: true;
  readonly cutter: (numberOf: NumberOf) => Cutter;
  /**
   * The vocabulary of a text; `counts[i]` says how often `symbols[i]` occurs in its training part.
   */
  readonly learn: (
    symbols: readonly string[],
    counts: ArrayLike<number>,
    special: SpecialTokens,
  ) => Vocabulary;
  /** The tokens of a symbol under a vocabulary; left out where each is one token. */
  readonly encoder?: (vocabulary: Vocabulary) => (symbol: string) => readonly EncodedToken[];
  readonly speller: () => Speller;
  /**
   * What the last symbol of a text may become once more follows without white space; left out where
   * it stays what it is.
   */
  readonly openForms?: (symbol: string) => readonly string[];
}
