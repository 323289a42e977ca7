import type { Preparation } from "../../text/tokenizer/preparation.ts";
import type { Vocabulary } from "../../text/vocabulary/vocabulary.ts";

/**
 * The token that a new sentence begins with after the end of one, and with it a fresh state; undefined
 * in a stream, which goes on, even where the vocabulary of a model that it started from has the token.
 */
export const sentenceStart = (
  { start, unknown }: Vocabulary,
  { layout }: Pick<Preparation, "layout">,
): number | undefined => layout.kind === "sentences" ? start ?? unknown : undefined;
