import { InputError } from "../../base/errors.ts";
import type { Sampling } from "./sampling.ts";

/** The mistakes in a person's wishes, one line each; undefined when there are none. */
export function checkSampling(sampling: Sampling, vocabulary: number): InputError | undefined {
  const { temperature, topK, topP, banned } = sampling;
  const mistakes: string[] = [];
  if (!(temperature >= 0 && temperature < Infinity)) {
    mistakes.push(`Expected a temperature of at least 0, got ${temperature}`);
  }
  if (topK !== undefined && !(Number.isInteger(topK) && topK >= 1)) {
    mistakes.push(`Expected top-k to be a whole number of at least 1, got ${topK}`);
  }
  if (topP !== undefined && !(topP > 0 && topP <= 1)) {
    mistakes.push(`Expected top-p to be greater than 0 and at most 1, got ${topP}`);
  }
  let left = vocabulary;
  for (const id of banned) {
    if (id >= 0 && id < vocabulary) left--;
  }
  if (left === 0) {
    mistakes.push(`All ${vocabulary} tokens are banned, at least one must be allowed`);
  }
  return mistakes.length === 0 ? undefined : new InputError({ message: mistakes.join("\n") });
}
