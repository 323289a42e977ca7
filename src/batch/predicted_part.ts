import type { TokenPart } from "../tokenizer/token_part.ts";
import { streamLength } from "./contiguous_batches.ts";
import type { BatchConfig } from "./schema.ts";

/**
 * A part without the tokens that its batches drop (the remainder of parallel streams): what a
 * baseline must be measured on to predict the same tokens as the model.
 */
export function predictedPart(part: TokenPart, config: BatchConfig): TokenPart {
  if (config.kind === "sentences") return part;
  const n = streamLength(part, config.size) * config.size + 1;
  if (n === part.tokens.length) return part;
  const tokens = part.tokens.subarray(0, n);
  return { ...part, tokens, offsets: Int32Array.of(0, n) };
}
