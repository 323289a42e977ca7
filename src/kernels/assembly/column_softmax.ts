// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Softmax with cross-entropy over logits stored in columns: a row per word, a column per token.
 * Words are processed in blocks. Each block keeps the largest logit and the sum of exponentials of
 * every token, and the results for a whole column are joined from these. Eight or sixteen tokens
 * are processed side by side.
 */
import { scale16, scale8, sums16, sums8, tops16, tops8 } from "./column_passes";
import { expNegative } from "./exponential";
import { highDoubles, lowDoubles } from "./lanes";
import { toFloats } from "./softmax_lanes";

/** The logits of the tokens whose target is one of this block's words. */
function pickTargets(
  x: usize, step: usize, words: i32, tokens: i32, targets: usize, first: i32, picked: usize,
): void {
  for (let t: usize = 0; t < <usize> tokens; t++) {
    const word = load<i32>(targets + (t << 2)) - first;
    if (<u32> word < <u32> words) {
      store<f32>(picked + (t << 2), load<f32>(x + <usize> word * step + (t << 2)));
    }
  }
}

@inline
function topsOfAll(
  biased: bool, x: usize, step: usize, words: i32, width: usize, bias: usize, tops: usize,
): void {
  let c: usize = 0;
  for (; c + 64 <= width; c += 64) tops16(biased, x + c, step, words, bias, tops + c);
  if (c < width) tops8(biased, x + c, step, words, bias, tops + c);
}

@inline
function sumsOfAll(
  kept: bool, x: usize, step: usize, words: i32, width: usize, tops: usize, sums: usize,
): void {
  let c: usize = 0;
  for (; c + 64 <= width; c += 64) sums16(kept, x + c, step, words, tops + c, sums + c);
  if (c < width) sums8(kept, x + c, step, words, tops + c, sums + c);
}

// Each a function of its own, so that V8 decides on its vectors apart from the others'.

function topsOf(x: usize, step: usize, words: i32, width: usize, tops: usize): void {
  topsOfAll(false, x, step, words, width, 0, tops);
}

function topsOfBiased(
  x: usize, step: usize, words: i32, width: usize, bias: usize, tops: usize,
): void {
  topsOfAll(true, x, step, words, width, bias, tops);
}

function sumsOf(x: usize, step: usize, words: i32, width: usize, tops: usize, sums: usize): void {
  sumsOfAll(false, x, step, words, width, tops, sums);
}

function sumsOfKept(
  x: usize, step: usize, words: i32, width: usize, tops: usize, sums: usize,
): void {
  sumsOfAll(true, x, step, words, width, tops, sums);
}

/** See Kernels.blockSoftmax in src/kernels/kernels.ts. */
export function blockSoftmax(
  logits: usize,
  stride: usize,
  words: i32,
  tokens: i32,
  bias: usize,
  targets: usize,
  first: i32,
  picked: usize,
  tops: usize,
  sums: usize,
  exponentials: i32,
): void {
  const step = stride << 2;
  const width: usize = ((<usize> tokens + 7) & ~7) << 2;
  if (bias) topsOfBiased(logits, step, words, width, bias, tops);
  else topsOf(logits, step, words, width, tops);
  pickTargets(logits, step, words, tokens, targets, first, picked);
  if (exponentials) sumsOfKept(logits, step, words, width, tops, sums);
  else sumsOf(logits, step, words, width, tops, sums);
}

/** Largest of four tokens' tops over all blocks; NaN where one is. */
@inline
function highest(tops: usize, blocks: i32, blockStep: usize): v128 {
  let top = v128.load(tops);
  for (let b = 1; b < blocks; b++) {
    tops += blockStep;
    top = f32x4.max(top, v128.load(tops));
  }
  return top;
}

/** 1 / Σ exp(logit − top) of four tokens, times `scale`, in float32. */
@inline
function scaledInverse(
  top: v128, tops: usize, sums: usize, blocks: i32, blockStep: usize, scale: f64,
): v128 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let b = 0; b < blocks; b++, tops += blockStep, sums += blockStep) {
    const e = f32x4.mul(v128.load(sums), expNegative(f32x4.sub(v128.load(tops), top)));
    low = f64x2.add(low, lowDoubles(e));
    high = f64x2.add(high, highDoubles(e));
  }
  const factor = f64x2.splat(scale);
  return toFloats(f64x2.div(factor, low), f64x2.div(factor, high));
}

/** What four tokens' exponentials of block `block` are to be multiplied by; NaN goes through. */
@inline
function factorOf(
  tops: usize, sums: usize, blocks: i32, blockStep: usize, block: i32, scale: f32,
): v128 {
  const top = highest(tops, blocks, blockStep);
  const own = expNegative(f32x4.sub(v128.load(tops + <usize> block * blockStep), top));
  const inverse = scaledInverse(top, tops, sums, blocks, blockStep, scale);
  return f32x4.add(f32x4.mul(own, inverse), f32x4.sub(top, top));
}

/** Rows of exponentials times the factors of their columns, row by row as they lie in memory. */
function scaleRows(at: usize, step: usize, words: i32, width: usize, factors: usize): void {
  for (; words > 0; words--, at += step) {
    let c: usize = 0;
    for (; c + 64 <= width; c += 64) scale16(at + c, factors + c);
    if (c < width) scale8(at + c, factors + c);
  }
}

/** See Kernels.blockSoftmaxGradient. */
export function blockSoftmaxGradient(
  exponentials: usize,
  stride: usize,
  words: i32,
  tokens: i32,
  targets: usize,
  first: i32,
  tops: usize,
  sums: usize,
  blockStride: usize,
  blocks: i32,
  block: i32,
  scale: f32,
  factors: usize,
): void {
  const step = stride << 2, blockStep = blockStride << 2;
  const width: usize = ((<usize> tokens + 7) & ~7) << 2;
  for (let c: usize = 0; c < width; c += 16) {
    v128.store(factors + c, factorOf(tops + c, sums + c, blocks, blockStep, block, scale));
  }
  scaleRows(exponentials, step, words, width, factors);
  for (let t: usize = 0; t < <usize> tokens; t++) {
    const word = load<i32>(targets + (t << 2)) - first;
    if (<u32> word >= <u32> words) continue;
    const at = exponentials + <usize> word * step + (t << 2);
    store<f32>(at, load<f32>(at) - scale);
  }
}

/** See Kernels.softmaxLosses. */
export function softmaxLosses(
  tops: usize, sums: usize, blockStride: usize, blocks: i32, tokens: i32, picked: usize,
  losses: usize,
): void {
  const blockStep = blockStride << 2;
  for (; tokens > 0; tokens--, tops += 4, sums += 4, picked += 4, losses += 4) {
    let top = load<f32>(tops);
    for (let b: usize = 1; b < <usize> blocks; b++) top = max(top, load<f32>(tops + b * blockStep));
    let sum: f64 = 0;
    for (let b: usize = 0; b < <usize> blocks; b++) {
      const apart = <f64> load<f32>(tops + b * blockStep) - <f64> top;
      sum += <f64> load<f32>(sums + b * blockStep) * Math.exp(apart);
    }
    store<f32>(losses, <f32> (<f64> top - <f64> load<f32>(picked) + Math.log(sum)));
  }
}
