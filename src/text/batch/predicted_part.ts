import type { TokenPart } from "../tokens/token_part.ts";
import { streamLength } from "./contiguous_batches.ts";
import type { BatchConfig } from "./schema.ts";

/**
 * A part without the tokens that its batches drop (the remainder of parallel streams). Counts and
 * baselines use it, so that they cover the same tokens as the model's loss.
 */
export function predictedPart(part: TokenPart, config: BatchConfig): TokenPart {
  if (config.kind === "sentences") return part;
  const n = streamLength(part, config.size) * config.size + 1;
  if (n === part.tokens.length) return part;
  return {
    tokens: part.tokens.subarray(0, n),
    offsets: Int32Array.of(0, n),
    characters: part.characters.subarray(0, n),
    bytes: part.bytes.subarray(0, n),
  };
}
