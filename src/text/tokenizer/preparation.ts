import type { LineEnds } from "../corpus/lines.ts";
import type { CorpusFormat, SentenceRules } from "../sources/schema.ts";
import { earlierWordKind } from "../earlier/earlier_word.ts";
import { bpeKind } from "../kinds/bpe.ts";
import { byteKind } from "../kinds/byte.ts";
import { charKind } from "../kinds/char.ts";
import type { TokenKind } from "../kinds/token_kind.ts";
import { whitespaceKind } from "../kinds/whitespace.ts";
import { wordKind } from "../kinds/word.ts";
import type { Layout } from "./layout.ts";
import type { TokenizerConfig } from "./schema.ts";

/**
 * The version of the rules by which text becomes tokens. A run keeps the version that it started
 * with, so its tokens stay the same.
 *
 * 1: in a stream of characters, a line break is put between documents, and line ends are kept. 2: a
 * line break is put only where a document does not end with one, and each line end (LF, CRLF, CR)
 * is one line break. 3: other words and sentences; a CR alone ends a line.
 */
export type PreparationVersion = 1 | 2 | 3;

export const newestPreparation = 3 satisfies PreparationVersion;

/** How text becomes tokens: all that decides them but the text and the vocabulary. */
export interface Preparation {
  readonly format: CorpusFormat;
  /** Undefined is the default of the kind of token, see {@link sentencesOf}. */
  readonly sentences?: SentenceRules | undefined;
  readonly tokenizer: TokenizerConfig;
  readonly layout: Layout;
  readonly version: PreparationVersion;
}

/** The kind of a text's tokens, by the rules of its version. */
export const kindOf = (
  { tokenizer, version }: Pick<Preparation, "tokenizer" | "version">,
): TokenKind => {
  switch (tokenizer.kind) {
    case "word":
      return version < 3 ? earlierWordKind(tokenizer) : wordKind(tokenizer);
    case "char":
      return charKind(tokenizer);
    case "bpe":
      return bpeKind(tokenizer);
    case "byte":
      return byteKind;
    case "whitespace":
      return whitespaceKind(tokenizer);
  }
};

/** The rules by which a text is read: versions with the same number give it the same tokens. */
export const rulesOf = (
  preparation: Pick<Preparation, "tokenizer" | "layout" | "version">,
): number =>
  isTokenStream(preparation) ? Math.min(preparation.version, 2) : Math.max(preparation.version, 2);

/** What a sentence is: by default a line where text is tokenized already. */
export const sentencesOf = (
  { sentences, tokenizer }: Pick<Preparation, "sentences" | "tokenizer">,
): SentenceRules => sentences ?? (tokenizer.kind === "whitespace" ? "lines" : "rules");

/** What ends a line. */
export const lineEndsOf = (
  preparation: Pick<Preparation, "tokenizer" | "layout" | "version">,
): LineEnds => rulesOf(preparation) < 3 ? "LF" : "any";

/** Whether a text is read as one stream of tokens, which may be cut anywhere. */
export const isTokenStream = (
  preparation: Pick<Preparation, "tokenizer" | "layout" | "version">,
): boolean => kindOf(preparation).isStream && preparation.layout.kind === "contiguous";

/** Whether files are read as bytes of any kind; otherwise they must be UTF-8. */
export const keepsBytes = (
  preparation: Pick<Preparation, "tokenizer" | "layout" | "version">,
): boolean => kindOf(preparation).keepsBytes === true && isTokenStream(preparation);
