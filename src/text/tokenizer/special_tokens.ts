import type { SpecialTokens } from "../vocabulary/vocabulary.ts";
import { isTokenStream, type Preparation } from "./preparation.ts";

/** The special tokens that a text has when it is read so. */
export const specialTokens = (
  preparation: Pick<Preparation, "tokenizer" | "layout" | "version">,
): SpecialTokens => ({
  start: preparation.layout.kind === "sentences",
  end: !isTokenStream(preparation),
});
