import type { TokenizerConfig } from "../text/tokenizer/schema.ts";

/** The file that a tokenizer is read from, where it is. */
export const tokenizerFile = (tokenizer: TokenizerConfig): string | undefined =>
  tokenizer.kind === "bpe" ? tokenizer.file : undefined;
