import type { TokenPart } from "../tokens/token_part.ts";
import { streamLength } from "./contiguous_batches.ts";
import type { BatchConfig } from "./schema.ts";
import { tokenCount } from "./token_count.ts";

/**
 * A bound on every batch: no batch has more rows, nor is its i-th longest row longer than
 * `lengths[i]`.
 */
export interface LargestBatch {
  readonly rows: number;
  /** Longest first. */
  readonly lengths: Int32Array;
  /** Sum of `lengths`. */
  readonly tokens: number;
}

/** The bound on the batches of all the given parts: the longest sentences of each, together. */
export function largestBatch(parts: readonly TokenPart[], config: BatchConfig): LargestBatch {
  const bounds = parts.map((part) =>
    config.kind === "contiguous"
      ? new Int32Array(config.size).fill(Math.min(config.length, streamLength(part, config.size)))
      : longest(part, config.size)
  );
  const rows = Math.max(0, ...bounds.map((bound) => bound.length));
  const lengths = new Int32Array(rows);
  for (const bound of bounds) {
    bound.forEach((length, row) => lengths[row] = Math.max(lengths[row] ?? 0, length));
  }
  return { rows, lengths, tokens: tokenCount({ lengths }) };
}

function longest(part: TokenPart, size: number): Int32Array {
  const lengths = new Int32Array(part.offsets.length - 1);
  for (let row = 0; row < lengths.length; row++) {
    lengths[row] = (part.offsets[row + 1] ?? 0) - (part.offsets[row] ?? 0) - 1;
  }
  return lengths.sort().reverse().slice(0, size);
}
