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
  const { cutter, encoder } = kindOf(preparation);
  const symbols: string[] = [];
  const cut: string[] = [];
  const lineBreak = cutter((symbol) => symbols.push(symbol) - 1);
  const emit = (symbol: number) => void cut.push(symbols[symbol]!);
  lineBreak.cut("\n", emit);
  lineBreak.end(emit);
  const [symbol] = cut;
  if (symbol === undefined) return undefined;
  return encoder === undefined ? vocabulary.ids.get(symbol) : encoder(vocabulary)(symbol)[0]?.id;
}
