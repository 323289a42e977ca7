import { kindOf, type Preparation } from "../tokenizer/preparation.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";

/** The token that contiguous sentences are taken to follow: the end of one. */
export function beforeSentences({ end, unknown }: Vocabulary): number {
  const token = end ?? unknown;
  if (token === undefined) throw new RangeError("Contiguous sentences need a token for their end");
  return token;
}

/** The token of a line break in a stream; undefined where the vocabulary has none. */
export function lineBreakToken(
  vocabulary: Vocabulary,
  preparation: Preparation,
): number | undefined {
  const { encoder } = kindOf(preparation);
  return encoder === undefined ? vocabulary.ids.get("\n") : encoder(vocabulary)("\n")[0]?.id;
}
