import type { Inference } from "../../src/compute/inference/inference.ts";
import type { TokenPart } from "../../src/text/tokens/token_part.ts";

/** Logits after each token of a sentence. */
export function ourLogits(inference: Inference, sentence: Int32Array): readonly Float64Array[] {
  inference.begin(0);
  return Array.from(sentence, (token) => {
    inference.read(0, Int32Array.of(token));
    return Float64Array.from(inference.logits(0));
  });
}

/** Logarithms of the softmax. */
export function logProbabilities(logits: Float64Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = logits.reduce((all, logit) => all + Math.exp(logit - largest), 0);
  const offset = largest + Math.log(sum);
  return logits.map((logit) => logit - offset);
}

/** The first sentences of a part. */
export const firstSentences = (
  { tokens, offsets }: TokenPart,
  count: number,
): readonly Int32Array[] =>
  Array.from(
    { length: Math.min(count, offsets.length - 1) },
    (_, row) => tokens.subarray(offsets[row], offsets[row + 1]),
  );
