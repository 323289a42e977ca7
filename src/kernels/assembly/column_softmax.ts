// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Softmax with cross-entropy over logits that stand in columns: a row a word, a column a token. The
 * words come in blocks, each with the largest logit and the sum of exponentials of every token; what
 * is wanted of the whole column is joined from these. Eight or sixteen tokens go side by side.
 */
import { expNegative } from "./exponential";
import { highDoubles, lowDoubles } from "./lanes";

/** Words whose exponentials are summed plainly; what is lost where these sums are joined is kept. */
const run: i32 = 32;

/**
 * A gradient below this is 0. It could move no weight, but its products with a small activation would
 * not be normal numbers, which processors take many times as long for: with words that a trained model
 * has ruled out, the product for the output layer's weight took three times its time.
 */
const negligible: f32 = 1e-25;

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

/** What `tops` keeps of a token: its largest logit, NaN once one is NaN or Infinity; −Infinity is no more than small. */
@inline
function topOf(top: v128, odd: v128): v128 {
  return v128.bitselect(f32x4.splat(NaN), top, v128.or(odd, f32x4.eq(top, f32x4.splat(Infinity))));
}

/** All bits where a logit is NaN, else none. */
@inline
function oddness(logit: v128): v128 {
  return f32x4.ne(logit, logit);
}

/** What is subtracted from a block's logits: the largest, or of a block of nothing but −Infinity a finite number. */
@inline
function shiftOf(top: v128): v128 {
  return f32x4.pmax(top, f32x4.splat(-3.4028234663852886e38));
}

/** Largest logits of eight tokens, to which with `biased` each word's bias is added in place. */
@inline
function eightTops(biased: bool, x: usize, step: usize, words: i32, bias: usize, tops: usize): void {
  const lowest = f32x4.splat(-Infinity), zero = f32x4.splat(0);
  let top0 = lowest, top1 = lowest, odd0 = zero, odd1 = zero;
  for (; words > 0; words--, x += step, bias += 4) {
    let logit0 = v128.load(x), logit1 = v128.load(x, 16);
    if (biased) {
      const value = v128.load32_splat(bias);
      logit0 = f32x4.add(logit0, value);
      logit1 = f32x4.add(logit1, value);
      v128.store(x, logit0);
      v128.store(x, logit1, 16);
    }
    top0 = f32x4.pmax(top0, logit0);
    top1 = f32x4.pmax(top1, logit1);
    odd0 = v128.or(odd0, oddness(logit0));
    odd1 = v128.or(odd1, oddness(logit1));
  }
  v128.store(tops, topOf(top0, odd0));
  v128.store(tops, topOf(top1, odd1), 16);
}

/** As eightTops for 16: a whole line of the cache at a time. */
@inline
function sixteenTops(biased: bool, x: usize, step: usize, words: i32, bias: usize, tops: usize): void {
  const lowest = f32x4.splat(-Infinity), zero = f32x4.splat(0);
  let top0 = lowest, top1 = lowest, top2 = lowest, top3 = lowest;
  let odd0 = zero, odd1 = zero, odd2 = zero, odd3 = zero;
  for (; words > 0; words--, x += step, bias += 4) {
    let logit0 = v128.load(x), logit1 = v128.load(x, 16);
    let logit2 = v128.load(x, 32), logit3 = v128.load(x, 48);
    if (biased) {
      const value = v128.load32_splat(bias);
      logit0 = f32x4.add(logit0, value);
      logit1 = f32x4.add(logit1, value);
      logit2 = f32x4.add(logit2, value);
      logit3 = f32x4.add(logit3, value);
      v128.store(x, logit0);
      v128.store(x, logit1, 16);
      v128.store(x, logit2, 32);
      v128.store(x, logit3, 48);
    }
    top0 = f32x4.pmax(top0, logit0);
    top1 = f32x4.pmax(top1, logit1);
    top2 = f32x4.pmax(top2, logit2);
    top3 = f32x4.pmax(top3, logit3);
    odd0 = v128.or(odd0, oddness(logit0));
    odd1 = v128.or(odd1, oddness(logit1));
    odd2 = v128.or(odd2, oddness(logit2));
    odd3 = v128.or(odd3, oddness(logit3));
  }
  v128.store(tops, topOf(top0, odd0));
  v128.store(tops, topOf(top1, odd1), 16);
  v128.store(tops, topOf(top2, odd2), 32);
  v128.store(tops, topOf(top3, odd3), 48);
}

/** What adding `b` to `a` loses, their sum being `sum` (Knuth). */
@inline
function lostIn(sum: v128, a: v128, b: v128): v128 {
  const own = f32x4.sub(sum, a);
  return f32x4.add(f32x4.sub(a, f32x4.sub(sum, own)), f32x4.sub(b, own));
}

/** Sums of the exponentials of eight tokens, whose `tops` are known; with `kept` they take the logits' place. */
@inline
function eightSums(kept: bool, x: usize, step: usize, words: i32, tops: usize, sums: usize): void {
  const top0 = shiftOf(v128.load(tops)), top1 = shiftOf(v128.load(tops, 16));
  const zero = f32x4.splat(0);
  let total0 = zero, total1 = zero, lost0 = zero, lost1 = zero;
  for (; words > 0; words -= run) {
    let sum0 = zero, sum1 = zero;
    for (let w = min(words, run); w > 0; w--, x += step) {
      const logit0 = v128.load(x), logit1 = v128.load(x, 16);
      const e0 = expNegative(f32x4.sub(logit0, top0));
      const e1 = expNegative(f32x4.sub(logit1, top1));
      sum0 = f32x4.add(sum0, e0);
      sum1 = f32x4.add(sum1, e1);
      if (kept) {
        v128.store(x, e0);
        v128.store(x, e1, 16);
      }
    }
    const next0 = f32x4.add(total0, sum0), next1 = f32x4.add(total1, sum1);
    lost0 = f32x4.add(lost0, lostIn(next0, total0, sum0));
    lost1 = f32x4.add(lost1, lostIn(next1, total1, sum1));
    total0 = next0;
    total1 = next1;
  }
  v128.store(sums, f32x4.add(total0, lost0));
  v128.store(sums, f32x4.add(total1, lost1), 16);
}

/** As eightSums for 16. */
@inline
function sixteenSums(kept: bool, x: usize, step: usize, words: i32, tops: usize, sums: usize): void {
  const top0 = shiftOf(v128.load(tops)), top1 = shiftOf(v128.load(tops, 16));
  const top2 = shiftOf(v128.load(tops, 32)), top3 = shiftOf(v128.load(tops, 48));
  const zero = f32x4.splat(0);
  let total0 = zero, total1 = zero, total2 = zero, total3 = zero;
  let lost0 = zero, lost1 = zero, lost2 = zero, lost3 = zero;
  for (; words > 0; words -= run) {
    let sum0 = zero, sum1 = zero, sum2 = zero, sum3 = zero;
    for (let w = min(words, run); w > 0; w--, x += step) {
      const logit0 = v128.load(x), logit1 = v128.load(x, 16);
      const logit2 = v128.load(x, 32), logit3 = v128.load(x, 48);
      const e0 = expNegative(f32x4.sub(logit0, top0));
      const e1 = expNegative(f32x4.sub(logit1, top1));
      const e2 = expNegative(f32x4.sub(logit2, top2));
      const e3 = expNegative(f32x4.sub(logit3, top3));
      sum0 = f32x4.add(sum0, e0);
      sum1 = f32x4.add(sum1, e1);
      sum2 = f32x4.add(sum2, e2);
      sum3 = f32x4.add(sum3, e3);
      if (kept) {
        v128.store(x, e0);
        v128.store(x, e1, 16);
        v128.store(x, e2, 32);
        v128.store(x, e3, 48);
      }
    }
    const next0 = f32x4.add(total0, sum0), next1 = f32x4.add(total1, sum1);
    const next2 = f32x4.add(total2, sum2), next3 = f32x4.add(total3, sum3);
    lost0 = f32x4.add(lost0, lostIn(next0, total0, sum0));
    lost1 = f32x4.add(lost1, lostIn(next1, total1, sum1));
    lost2 = f32x4.add(lost2, lostIn(next2, total2, sum2));
    lost3 = f32x4.add(lost3, lostIn(next3, total3, sum3));
    total0 = next0;
    total1 = next1;
    total2 = next2;
    total3 = next3;
  }
  v128.store(sums, f32x4.add(total0, lost0));
  v128.store(sums, f32x4.add(total1, lost1), 16);
  v128.store(sums, f32x4.add(total2, lost2), 32);
  v128.store(sums, f32x4.add(total3, lost3), 48);
}

/** Each pass a function of its own, so that V8 decides on its vectors apart from the others'. */
function topsOf(x: usize, step: usize, words: i32, width: usize, tops: usize): void {
  let c: usize = 0;
  for (; c + 64 <= width; c += 64) sixteenTops(false, x + c, step, words, 0, tops + c);
  if (c < width) eightTops(false, x + c, step, words, 0, tops + c);
}

function topsOfBiased(
  x: usize, step: usize, words: i32, width: usize, bias: usize, tops: usize,
): void {
  let c: usize = 0;
  for (; c + 64 <= width; c += 64) sixteenTops(true, x + c, step, words, bias, tops + c);
  if (c < width) eightTops(true, x + c, step, words, bias, tops + c);
}

function sumsOf(x: usize, step: usize, words: i32, width: usize, tops: usize, sums: usize): void {
  let c: usize = 0;
  for (; c + 64 <= width; c += 64) sixteenSums(false, x + c, step, words, tops + c, sums + c);
  if (c < width) eightSums(false, x + c, step, words, tops + c, sums + c);
}

function sumsOfKept(
  x: usize, step: usize, words: i32, width: usize, tops: usize, sums: usize,
): void {
  let c: usize = 0;
  for (; c + 64 <= width; c += 64) sixteenSums(true, x + c, step, words, tops + c, sums + c);
  if (c < width) eightSums(true, x + c, step, words, tops + c, sums + c);
}

/** Two float64 pairs as four float32. */
@inline
function toFloats(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
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

/** Four exponentials times their factors; see `negligible`. NaN goes through. */
@inline
function scaled(exponential: v128, factor: v128): v128 {
  const gradient = f32x4.mul(exponential, factor);
  return v128.andnot(gradient, f32x4.lt(gradient, f32x4.splat(negligible)));
}

/** Rows of exponentials times the factors of their columns, row by row as they lie in memory. */
function scaleRows(at: usize, step: usize, words: i32, width: usize, factors: usize): void {
  for (; words > 0; words--, at += step) {
    let c: usize = 0;
    for (; c + 64 <= width; c += 64) {
      const e0 = v128.load(at + c), e1 = v128.load(at + c, 16);
      const e2 = v128.load(at + c, 32), e3 = v128.load(at + c, 48);
      const factor0 = v128.load(factors + c), factor1 = v128.load(factors + c, 16);
      const factor2 = v128.load(factors + c, 32), factor3 = v128.load(factors + c, 48);
      v128.store(at + c, scaled(e0, factor0));
      v128.store(at + c, scaled(e1, factor1), 16);
      v128.store(at + c, scaled(e2, factor2), 32);
      v128.store(at + c, scaled(e3, factor3), 48);
    }
    if (c < width) {
      const e0 = v128.load(at + c), e1 = v128.load(at + c, 16);
      const factor0 = v128.load(factors + c), factor1 = v128.load(factors + c, 16);
      v128.store(at + c, scaled(e0, factor0));
      v128.store(at + c, scaled(e1, factor1), 16);
    }
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
