import type { Units } from "./place_units.ts";
import { endSymbol, firstSymbol } from "./symbol_table.ts";
import type { Vocabulary } from "./vocabulary.ts";

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

/** The id of each symbol in a vocabulary. */
export function symbolIds(symbols: readonly string[], vocabulary: Vocabulary): Int32Array {
  const ids = Int32Array.from(
    symbols,
    (symbol) => vocabulary.ids.get(symbol) ?? vocabulary.unknown,
  );
  ids[endSymbol] = vocabulary.end ?? vocabulary.unknown;
  return ids;
}
