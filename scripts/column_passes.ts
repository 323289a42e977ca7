/**
 * Writes the innermost loops of the output layer's softmax: AssemblyScript that build_kernels.ts
 * compiles as src/kernels/assembly/column_passes.ts. Each does some vectors of four tokens side by
 * side: four of them, a whole line of the cache, or the two that are left at the end of a row. Only
 * what stands in locals is held in registers, so each vector has locals of its own. All loads come
 * before the first store, so that V8 joins two vectors of four to one of eight.
 */

/** Lines that name `#`, once for each vector, with its number in the place of `#`. */
const unroll = (vectors: number, source: string): string =>
  source.split("\n").flatMap((line) =>
    line.includes("#")
      ? Array.from({ length: vectors }, (_, vector) => line.replaceAll("#", `${vector}`))
      : [line]
  ).join("\n");

const passes = (tokens: 8 | 16): string =>
  unroll(
    tokens / 4,
    `
/** Largest logits, to which with \`biased\` each word's bias is added in place. */
@inline
export function tops${tokens}(
  biased: bool, x: usize, step: usize, words: i32, bias: usize, tops: usize,
): void {
  const lowest = f32x4.splat(-Infinity), zero = f32x4.splat(0);
  let top# = lowest;
  let odd# = zero;
  for (; words > 0; words--, x += step, bias += 4) {
    let logit# = v128.load(x, 16 * #);
    if (biased) {
      const value = v128.load32_splat(bias);
      logit# = f32x4.add(logit#, value);
      v128.store(x, logit#, 16 * #);
    }
    top# = f32x4.pmax(top#, logit#);
    odd# = v128.or(odd#, oddness(logit#));
  }
  v128.store(tops, topOf(top#, odd#), 16 * #);
}

/** Sums of the exponentials, \`tops\` being known; with \`kept\` they take the logits' place. */
@inline
export function sums${tokens}(
  kept: bool, x: usize, step: usize, words: i32, tops: usize, sums: usize,
): void {
  const top# = shiftOf(v128.load(tops, 16 * #));
  const zero = f32x4.splat(0);
  let total# = zero;
  let lost# = zero;
  for (; words > 0; words -= plainSumWords) {
    let sum# = zero;
    for (let w = min(words, plainSumWords); w > 0; w--, x += step) {
      const logit# = v128.load(x, 16 * #);
      const e# = expNegative(f32x4.sub(logit#, top#));
      sum# = f32x4.add(sum#, e#);
      if (kept) {
        v128.store(x, e#, 16 * #);
      }
    }
    const next# = f32x4.add(total#, sum#);
    lost# = f32x4.add(lost#, lostIn(next#, total#, sum#));
    total# = next#;
  }
  v128.store(sums, f32x4.add(total#, lost#), 16 * #);
}

/** A word's exponentials times the factors of their tokens. */
@inline
export function scale${tokens}(at: usize, factors: usize): void {
  const e# = v128.load(at, 16 * #);
  const factor# = v128.load(factors, 16 * #);
  v128.store(at, scaled(e#, factor#), 16 * #);
}
`,
  );

/** The source of all passes. */
export const columnPasses = (): string => `
import { plainSumWords } from "../tuning";
import { expNegative } from "./exponential";
import { lostIn, oddness, scaled, shiftOf, topOf } from "./softmax_lanes";
${passes(8)}${passes(16)}`;
