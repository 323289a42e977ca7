import type { Cutter, TokenKind } from "./token_kind.ts";

/** A symbol, and the code points and bytes that it stands for. */
export type CutSymbol = readonly [symbol: string, characters: number, bytes: number];

/** Cuts texts one after the other, as one cutter does; numbers are given back as symbols. */
export function cuts({ cutter }: Pick<TokenKind, "cutter">): (text: string) => CutSymbol[] {
  const symbols: string[] = [];
  const made: Cutter = cutter((symbol) => {
    if (!symbols.includes(symbol)) symbols.push(symbol);
    return symbols.indexOf(symbol);
  });
  return (text) => {
    const found: CutSymbol[] = [];
    const emit = (symbol: number, characters: number, bytes: number) =>
      found.push([symbols[symbol]!, characters, bytes]);
    made.cut(text, emit);
    made.end(emit);
    return found;
  };
}
