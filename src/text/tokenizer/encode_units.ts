import type { EncodedToken, TokenKind } from "../kinds/token_kind.ts";
import type { Units } from "./place_units.ts";
import { endSymbol, firstSymbol } from "./symbol_table.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";

/** How often each symbol occurs in the training part; the special ones are not counted. */
export function countSymbols(units: Units, symbols: number): Float64Array {
  const counts = new Float64Array(symbols);
  let start = 0;
  units.ends.forEach((end, unit) => {
    if (units.parts[unit] === 0) {
      for (let i = start; i < end; i++) {
        const symbol = units.tokens[i] ?? 0;
        counts[symbol] = (counts[symbol] ?? 0) + 1;
      }
    }
    start = end;
  });
  return counts.fill(0, 0, firstSymbol);
}

/**
 * Units whose tokens are ids of a vocabulary instead of symbols. A symbol that is one token keeps its
 * counts of code points and bytes; of one that is several, each has its own.
 */
export function encodeUnits<U extends Units>(
  units: U,
  symbols: readonly string[],
  vocabulary: Vocabulary,
  { encoder }: Pick<TokenKind, "encoder">,
): U {
  if (encoder === undefined) {
    const ids = symbolIds(symbols, vocabulary);
    return { ...units, tokens: units.tokens.map((symbol) => ids[symbol]!) };
  }
  const end = vocabulary.end ?? -1;
  const encode = encoder(vocabulary);
  const known = symbols.map((symbol, number): readonly EncodedToken[] => {
    if (number === endSymbol) return [{ id: end, characters: 1, bytes: 1 }];
    return number < firstSymbol ? [] : encode(symbol);
  });
  return spread(units, known);
}

/** Units whose symbols are several tokens each: `known[symbol]`. */
function spread<U extends Units>(units: U, known: readonly (readonly EncodedToken[])[]): U {
  let n = 0;
  for (const symbol of units.tokens) n += known[symbol]!.length;
  const tokens = new Int32Array(n), characters = new Uint8Array(n), bytes = new Uint16Array(n);
  let at = 0, start = 0;
  const ends = units.ends.map((end) => {
    for (let i = start; i < end; i++) {
      for (const token of known[units.tokens[i]!]!) {
        tokens[at] = token.id;
        characters[at] = token.characters;
        bytes[at++] = token.bytes;
      }
    }
    start = end;
    return at;
  });
  return { ...units, tokens, characters, bytes, ends };
}

/**
 * The id of each symbol in a vocabulary: of a missing one that of the unknown token, −1 without one.
 */
export function symbolIds(symbols: readonly string[], vocabulary: Vocabulary): Int32Array {
  const { ids, unknown, end } = vocabulary;
  const found = Int32Array.from(symbols, (symbol) => ids.get(symbol) ?? unknown ?? -1);
  found[endSymbol] = end ?? unknown ?? -1;
  return found;
}
