// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Optimizer updates, element by element, in PyTorch's formulas. `settings`
 * are 16 float32: 0 learning rate, 1 gradient scale, 2 gradient limit (Infinity for none), 3 weight
 * decay; from 4 on each optimizer's own numbers, as described below.
 */
import { loadUpTo, storeUpTo } from "./lanes";

/** Numbers of the optimizers; the same as `code` in src/compute/optimizer/. */
const enum Code { sgd, momentum, rmsprop, adagrad, adam, adamw }

@inline
function setting(settings: usize, index: usize): v128 {
  return v128.load32_splat(settings + (index << 2));
}

/** The gradient after clipping: clamp(g · scale, ±limit), NaN kept. */
@inline
function clipped(g: v128, settings: usize): v128 {
  const limit = setting(settings, 2);
  return f32x4.pmax(f32x4.pmin(f32x4.mul(g, setting(settings, 1)), limit), f32x4.neg(limit));
}

/** x · a + y · b. */
@inline
function blend(x: v128, a: v128, y: v128, b: v128): v128 {
  return f32x4.add(f32x4.mul(x, a), f32x4.mul(y, b));
}

@inline
function isAdam(code: i32): bool {
  return code == Code.adam || code == Code.adamw;
}

/** The gradient with weight decay, except for AdamW's decoupled decay. */
@inline
function slopeOf(code: i32, p: v128, g: v128, settings: usize): v128 {
  const slope = clipped(g, settings);
  return code == Code.adamw ? slope : f32x4.add(slope, f32x4.mul(setting(settings, 3), p));
}

/**
 * What the first slot becomes. Momentum: [4] · m + g. RMSprop: s · [4] + (1 − [4]) · g². Adagrad: s
 * + g². Adam: β₁ m + (1 − β₁) g with [4] β₁, [9] 1 − β₁.
 */
@inline
function nextFirst(code: i32, s: v128, g: v128, settings: usize): v128 {
  if (code == Code.momentum) return f32x4.add(f32x4.mul(setting(settings, 4), s), g);
  if (code == Code.adagrad) return f32x4.add(s, f32x4.mul(g, g));
  const kept = setting(settings, 4);
  if (code != Code.rmsprop) return blend(s, kept, g, setting(settings, 9));
  return blend(s, kept, f32x4.mul(g, g), f32x4.sub(f32x4.splat(1), kept));
}

/** What Adam's second slot becomes: β₂ v + (1 − β₂) g² with [5] β₂, [10] 1 − β₂. */
@inline
function nextSecond(s: v128, g: v128, settings: usize): v128 {
  return blend(s, setting(settings, 5), f32x4.mul(g, g), setting(settings, 10));
}

/**
 * The direction against which a parameter moves. SGD: g. Momentum: m, or with [5] not 0 (Nesterov)
 * g + [4] · m. RMSprop, Adagrad: g / (√s + epsilon), epsilon in [5] or [4]. Adam: m / (√v / [8] +
 * [6]) with [8] √(1 − β₂ᵗ), [6] epsilon.
 */
@inline
function directionOf(code: i32, g: v128, first: v128, second: v128, settings: usize): v128 {
  if (code == Code.sgd) return g;
  if (code == Code.momentum) {
    const ahead = f32x4.add(g, f32x4.mul(setting(settings, 4), first));
    return v128.bitselect(ahead, first, f32x4.ne(setting(settings, 5), f32x4.splat(0)));
  }
  if (isAdam(code)) {
    const root = f32x4.div(f32x4.sqrt(second), setting(settings, 8));
    return f32x4.div(first, f32x4.add(root, setting(settings, 6)));
  }
  const epsilon = setting(settings, code == Code.rmsprop ? 5 : 4);
  return f32x4.div(g, f32x4.add(f32x4.sqrt(first), epsilon));
}

/**
 * `rate` is the learning rate, for Adam over [7] 1 − β₁ᵗ; `shrink` AdamW's 1 − learning rate ·
 * weight decay.
 */
@inline
function moved(code: i32, p: v128, rate: v128, shrink: v128, direction: v128): v128 {
  const from = code == Code.adamw ? f32x4.mul(p, shrink) : p;
  return f32x4.sub(from, f32x4.mul(rate, direction));
}

@inline
function moveAll(
  code: i32, p: usize, g: usize, slot0: usize, slot1: usize, n: i32, settings: usize,
): void {
  const hasFirst = code != Code.sgd, hasSecond = isAdam(code);
  const learningRate = setting(settings, 0);
  const rate = isAdam(code) ? f32x4.div(learningRate, setting(settings, 7)) : learningRate;
  const shrink = f32x4.sub(f32x4.splat(1), f32x4.mul(learningRate, setting(settings, 3)));
  const zero = f32x4.splat(0);
  const end = p + ((<usize> n & ~7) << 2);
  // V8 joins two vectors of four where all loads come before all stores
  for (; p < end; p += 32, g += 32, slot0 += 32, slot1 += 32) {
    const p0 = v128.load(p), p1 = v128.load(p, 16);
    const g0 = slopeOf(code, p0, v128.load(g), settings);
    const g1 = slopeOf(code, p1, v128.load(g, 16), settings);
    const first0 = hasFirst ? nextFirst(code, v128.load(slot0), g0, settings) : zero;
    const first1 = hasFirst ? nextFirst(code, v128.load(slot0, 16), g1, settings) : zero;
    const second0 = hasSecond ? nextSecond(v128.load(slot1), g0, settings) : zero;
    const second1 = hasSecond ? nextSecond(v128.load(slot1, 16), g1, settings) : zero;
    const next0 = moved(code, p0, rate, shrink, directionOf(code, g0, first0, second0, settings));
    const next1 = moved(code, p1, rate, shrink, directionOf(code, g1, first1, second1, settings));
    if (hasFirst) {
      v128.store(slot0, first0);
      v128.store(slot0, first1, 16);
    }
    if (hasSecond) {
      v128.store(slot1, second0);
      v128.store(slot1, second1, 16);
    }
    v128.store(p, next0);
    v128.store(p, next1, 16);
  }
  for (let left = n & 7; left > 0; left -= 4, p += 16, g += 16, slot0 += 16, slot1 += 16) {
    const value = loadUpTo(p, left);
    const slope = slopeOf(code, value, loadUpTo(g, left), settings);
    const first = hasFirst ? nextFirst(code, loadUpTo(slot0, left), slope, settings) : zero;
    const second = hasSecond ? nextSecond(loadUpTo(slot1, left), slope, settings) : zero;
    const direction = directionOf(code, slope, first, second, settings);
    if (hasFirst) storeUpTo(slot0, first, left);
    if (hasSecond) storeUpTo(slot1, second, left);
    storeUpTo(p, moved(code, value, rate, shrink, direction), left);
  }
}

/** See Kernels.update in src/kernels/kernels.ts. */
export function update(
  code: i32, p: usize, g: usize, slot0: usize, slot1: usize, n: i32, settings: usize,
): void {
  switch (code) {
    case Code.sgd: moveAll(Code.sgd, p, g, slot0, slot1, n, settings); break;
    case Code.momentum: moveAll(Code.momentum, p, g, slot0, slot1, n, settings); break;
    case Code.rmsprop: moveAll(Code.rmsprop, p, g, slot0, slot1, n, settings); break;
    case Code.adagrad: moveAll(Code.adagrad, p, g, slot0, slot1, n, settings); break;
    case Code.adam: moveAll(Code.adam, p, g, slot0, slot1, n, settings); break;
    case Code.adamw: moveAll(Code.adamw, p, g, slot0, slot1, n, settings); break;
    default: unreachable();
  }
}
