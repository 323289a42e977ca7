import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import type { Sampling } from "./sampling.ts";

/** Sampling options that cannot be satisfied. */
export class WrongSampling extends InputError.extend<WrongSampling>("WrongSampling")({
  _tag: Schema.tag("WrongSampling"),
  mistakes: Schema.Array(Schema.Struct({ expected: Schema.String, found: Schema.Number })),
  /** Tokens of the vocabulary, where all of them are banned. */
  allBanned: Schema.UndefinedOr(Schema.Number),
}) {
  override get message(): string {
    const { mistakes, allBanned } = this;
    const banned = `All ${allBanned} tokens are banned, at least one must be allowed`;
    return [
      ...mistakes.map(({ expected, found }) => `Expected ${expected}, got ${found}`),
      ...(allBanned === undefined ? [] : [banned]),
    ].join("\n");
  }
}

/** The mistakes in a person's wishes; undefined when there are none. */
export function checkSampling(sampling: Sampling, vocabulary: number): WrongSampling | undefined {
  const { temperature, topK, topP, banned } = sampling;
  const mistakes: { readonly expected: string; readonly found: number }[] = [];
  if (!(temperature >= 0 && temperature < Infinity)) {
    mistakes.push({ expected: "a temperature of at least 0", found: temperature });
  }
  if (topK !== undefined && !(Number.isInteger(topK) && topK >= 1)) {
    mistakes.push({ expected: "top-k to be a whole number of at least 1", found: topK });
  }
  if (topP !== undefined && !(topP > 0 && topP <= 1)) {
    mistakes.push({ expected: "top-p to be greater than 0 and at most 1", found: topP });
  }
  const known = [...banned].filter((id) => id >= 0 && id < vocabulary);
  const allBanned = known.length === vocabulary ? vocabulary : undefined;
  return mistakes.length === 0 && allBanned === undefined
    ? undefined
    : new WrongSampling({ mistakes, allBanned });
}
