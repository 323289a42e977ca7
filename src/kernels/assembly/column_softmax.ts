// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Softmax with cross-entropy over logits that stand in columns: a row a word, a column a token. The
 * words come in blocks, each with the largest logit and the sum of exponentials of every token; what
 * is wanted of the whole column is joined from these. Four or sixteen tokens go side by side.
 */
import { expNegative } from "./exponential";
import { highDoubles, lowDoubles } from "./lanes";

/** Words whose exponentials are summed in float32 before they join the float64 sum. */
const run: i32 = 32;

/**
 * A gradient below this is 0. It could move no weight, but its products with a small activation would
 * not be normal numbers, which processors take many times as long for: with words that a trained model
 * has ruled out, the product for the output layer's weight took three times its time.
 */
const negligible: f32 = 1e-25;

/** Adds the bias of each word to its row, in place. */
function addBias(x: usize, step: usize, words: i32, width: usize, bias: usize): void {
  for (; words > 0; words--, x += step, bias += 4) {
    const value = v128.load32_splat(bias);
    for (let c: usize = 0; c < width; c += 16) {
      v128.store(x + c, f32x4.add(v128.load(x + c), value));
    }
  }
}

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

/** Largest logit and sum of exponentials of four tokens; see blockSoftmax. */
@inline
function fourTokens(
  x: usize, step: usize, words: i32, tops: usize, sums: usize, exponentials: bool,
): void {
  let top = v128.load(x);
  // 0, or NaN once a logit is not finite
  let odd = f32x4.splat(0);
  let at = x;
  for (let w = 0; w < words; w++, at += step) {
    const logit = v128.load(at);
    top = f32x4.pmax(top, logit);
    odd = f32x4.add(odd, f32x4.sub(logit, logit));
  }
  let low = f64x2.splat(0), high = f64x2.splat(0);
  at = x;
  for (let left = words; left > 0; left -= run) {
    let sum = f32x4.splat(0);
    for (let w = min(left, run); w > 0; w--, at += step) {
      const e = expNegative(f32x4.sub(v128.load(at), top));
      sum = f32x4.add(sum, e);
      if (exponentials) v128.store(at, e);
    }
    low = f64x2.add(low, lowDoubles(sum));
    high = f64x2.add(high, highDoubles(sum));
  }
  v128.store(tops, f32x4.add(top, odd));
  v128.store(sums, toFloats(low, high));
}

/** Two float64 pairs as four float32. */
@inline
function toFloats(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** Largest logits of 16 tokens: a whole line of the cache at a time. */
function sixteenTops(x: usize, step: usize, words: i32, tops: usize): void {
  let top0 = v128.load(x), top1 = v128.load(x, 16), top2 = v128.load(x, 32), top3 = v128.load(x, 48);
  let odd0 = f32x4.splat(0), odd1 = f32x4.splat(0), odd2 = f32x4.splat(0), odd3 = f32x4.splat(0);
  for (; words > 0; words--, x += step) {
    const logit0 = v128.load(x), logit1 = v128.load(x, 16);
    const logit2 = v128.load(x, 32), logit3 = v128.load(x, 48);
    top0 = f32x4.pmax(top0, logit0);
    top1 = f32x4.pmax(top1, logit1);
    top2 = f32x4.pmax(top2, logit2);
    top3 = f32x4.pmax(top3, logit3);
    odd0 = f32x4.add(odd0, f32x4.sub(logit0, logit0));
    odd1 = f32x4.add(odd1, f32x4.sub(logit1, logit1));
    odd2 = f32x4.add(odd2, f32x4.sub(logit2, logit2));
    odd3 = f32x4.add(odd3, f32x4.sub(logit3, logit3));
  }
  v128.store(tops, f32x4.add(top0, odd0));
  v128.store(tops, f32x4.add(top1, odd1), 16);
  v128.store(tops, f32x4.add(top2, odd2), 32);
  v128.store(tops, f32x4.add(top3, odd3), 48);
}

/** As fourTokens for 16. */
function sixteenTokens(
  x: usize, step: usize, words: i32, tops: usize, sums: usize, exponentials: bool,
): void {
  sixteenTops(x, step, words, tops);
  const top0 = v128.load(tops), top1 = v128.load(tops, 16);
  const top2 = v128.load(tops, 32), top3 = v128.load(tops, 48);
  let low0 = f64x2.splat(0), low1 = f64x2.splat(0), low2 = f64x2.splat(0), low3 = f64x2.splat(0);
  let high0 = f64x2.splat(0), high1 = f64x2.splat(0), high2 = f64x2.splat(0), high3 = f64x2.splat(0);
  let at = x;
  for (let left = words; left > 0; left -= run) {
    let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0), sum2 = f32x4.splat(0), sum3 = f32x4.splat(0);
    for (let w = min(left, run); w > 0; w--, at += step) {
      const e0 = expNegative(f32x4.sub(v128.load(at), top0));
      sum0 = f32x4.add(sum0, e0);
      if (exponentials) v128.store(at, e0);
      const e1 = expNegative(f32x4.sub(v128.load(at, 16), top1));
      sum1 = f32x4.add(sum1, e1);
      if (exponentials) v128.store(at, e1, 16);
      const e2 = expNegative(f32x4.sub(v128.load(at, 32), top2));
      sum2 = f32x4.add(sum2, e2);
      if (exponentials) v128.store(at, e2, 32);
      const e3 = expNegative(f32x4.sub(v128.load(at, 48), top3));
      sum3 = f32x4.add(sum3, e3);
      if (exponentials) v128.store(at, e3, 48);
    }
    low0 = f64x2.add(low0, lowDoubles(sum0));
    high0 = f64x2.add(high0, highDoubles(sum0));
    low1 = f64x2.add(low1, lowDoubles(sum1));
    high1 = f64x2.add(high1, highDoubles(sum1));
    low2 = f64x2.add(low2, lowDoubles(sum2));
    high2 = f64x2.add(high2, highDoubles(sum2));
    low3 = f64x2.add(low3, lowDoubles(sum3));
    high3 = f64x2.add(high3, highDoubles(sum3));
  }
  v128.store(sums, toFloats(low0, high0));
  v128.store(sums, toFloats(low1, high1), 16);
  v128.store(sums, toFloats(low2, high2), 32);
  v128.store(sums, toFloats(low3, high3), 48);
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
  const width: usize = ((<usize> tokens + 3) & ~3) << 2;
  if (bias) addBias(logits, step, words, width, bias);
  pickTargets(logits, step, words, tokens, targets, first, picked);
  let c: usize = 0;
  for (; c + 64 <= width; c += 64) {
    sixteenTokens(logits + c, step, words, tops + c, sums + c, exponentials != 0);
  }
  for (; c < width; c += 16) {
    fourTokens(logits + c, step, words, tops + c, sums + c, exponentials != 0);
  }
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

/** Four exponentials times their factors; see `negligible`. NaN goes through. */
@inline
function scaled(at: usize, factor: v128): v128 {
  const gradient = f32x4.mul(v128.load(at), factor);
  return v128.andnot(gradient, f32x4.lt(gradient, f32x4.splat(negligible)));
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
): void {
  const step = stride << 2, blockStep = blockStride << 2;
  const width: usize = ((<usize> tokens + 3) & ~3) << 2;
  let c: usize = 0;
  for (; c + 64 <= width; c += 64) {
    const factor0 = factorOf(tops + c, sums + c, blocks, blockStep, block, scale);
    const factor1 = factorOf(tops + c + 16, sums + c + 16, blocks, blockStep, block, scale);
    const factor2 = factorOf(tops + c + 32, sums + c + 32, blocks, blockStep, block, scale);
    const factor3 = factorOf(tops + c + 48, sums + c + 48, blocks, blockStep, block, scale);
    for (let w = 0, at = exponentials + c; w < words; w++, at += step) {
      v128.store(at, scaled(at, factor0));
      v128.store(at, scaled(at + 16, factor1), 16);
      v128.store(at, scaled(at + 32, factor2), 32);
      v128.store(at, scaled(at + 48, factor3), 48);
    }
  }
  for (; c < width; c += 16) {
    const factor = factorOf(tops + c, sums + c, blocks, blockStep, block, scale);
    for (let w = 0, at = exponentials + c; w < words; w++, at += step) {
      v128.store(at, scaled(at, factor));
    }
  }
  for (let t: usize = 0; t < <usize> tokens; t++) {
    const word = load<i32>(targets + (t << 2)) - first;
    if (<u32> word >= <u32> words) continue;
    const at = exponentials + <usize> word * step + (t << 2);
    store<f32>(at, load<f32>(at) - scale);
  }
}

/** See Kernels.softmaxLosses. */
export function softmaxLosses(
  tops: usize, sums: usize, blockStride: usize, blocks: i32, tokens: i32, picked: usize, losses: usize,
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
