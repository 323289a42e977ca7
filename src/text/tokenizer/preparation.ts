import type { CorpusFormat } from "../sources/schema.ts";
import type { Layout } from "./layout.ts";
import type { TokenizerConfig } from "./schema.ts";

/**
 * The version of the rules by which text becomes tokens. A run keeps the version that it started
 * with, so its tokens stay the same.
 *
 * 1: in a stream of characters, a line break is put between documents, and line ends are kept. 2: a
 * line break is put only where a document does not end with one, and each line end (LF, CRLF, CR)
 * is one line break.
 */
export type PreparationVersion = 1 | 2;

export const newestPreparation: PreparationVersion = 2;

/** How text becomes tokens: all that decides them but the text and the vocabulary. */
export interface Preparation {
  readonly format: CorpusFormat;
  readonly tokenizer: TokenizerConfig;
  readonly layout: Layout;
  readonly version: PreparationVersion;
}

/** Whether a text is read as one stream of characters. */
export function isCharacterStream(
  { tokenizer, layout }: Pick<Preparation, "tokenizer" | "layout">,
): boolean {
  return tokenizer.kind === "char" && layout.kind === "contiguous";
}
