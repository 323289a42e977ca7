import { sentenceEnd, sentenceStart, unknownToken } from "../vocabulary/vocabulary.ts";
import type { NumberOf } from "../kinds/token_kind.ts";

/** Numbers of the special tokens in a {@link SymbolTable}. */
export const startSymbol = 0, endSymbol = 1, unknownSymbol = 2, firstSymbol = 3;

/**
 * Numbers for the symbols of a text, in order of first occurrence: the text is stored like this
 * until its frequencies are known and a vocabulary can be made.
 */
export interface SymbolTable {
  /** The symbol of each number; the first three are the special ones. */
  readonly symbols: readonly string[];
  readonly numberOf: NumberOf;
}

export function symbolTable(): SymbolTable {
  const symbols = [sentenceStart, sentenceEnd, unknownToken];
  const numbers = new Map(symbols.map((symbol, number) => [symbol, number]));
  return {
    symbols,
    numberOf: (symbol) => {
      const known = numbers.get(symbol);
      if (known !== undefined) return known;
      numbers.set(symbol, symbols.length);
      return symbols.push(symbol) - 1;
    },
  };
}
