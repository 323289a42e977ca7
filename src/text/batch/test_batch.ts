import type { TokenPart } from "../tokens/token_part.ts";
import type { Batch } from "./batch.ts";

/** A part of the given rows. */
export function partOfRows(rows: readonly (readonly number[])[]): TokenPart {
  const offsets = [0];
  for (const row of rows) offsets.push((offsets.at(-1) ?? 0) + row.length);
  const tokens = Int32Array.from(rows.flat());
  return {
    tokens,
    offsets: Int32Array.from(offsets),
    characters: Uint8Array.from(tokens, (id) => id + 1),
    bytes: Uint16Array.from(tokens, (id) => id + 2),
  };
}

/** The rows of a batch as pairs of what is read and what is predicted. */
export function rowPairs(batch: Batch): (readonly [input: number, target: number])[][] {
  return Array.from(batch.lengths, (length, row) =>
    Array.from({ length }, (_, t) => {
      const at = (batch.offsets[row] ?? 0) + t;
      return [batch.inputs[at] ?? -1, batch.targets[at] ?? -1] as const;
    }));
}
