// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Optimizer updates, element by element, four lanes at a time, in PyTorch's formulas. `settings`
 * are 16 float32: 0 learning rate, 1 gradient scale, 2 gradient limit (Infinity for none), 3 weight
 * decay; from 4 on each optimizer's own numbers, told at each.
 */
import { loadTail, storeTail } from "./lanes";

/** Numbers of the optimizers; the same as `code` in src/optimizer/. */
const enum Code { sgd, momentum, rmsprop, adagrad, adam, adamw }

/** Four elements, or with `count` below 4 a row's last ones. */
@inline
function read(pointer: usize, count: i32): v128 {
  return count == 4 ? v128.load(pointer) : loadTail(pointer, count);
}

@inline
function write(pointer: usize, value: v128, count: i32): void {
  if (count == 4) v128.store(pointer, value);
  else storeTail(pointer, value, count);
}

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

/** p − rate · direction. */
@inline
function moved(p: v128, rate: v128, direction: v128): v128 {
  return f32x4.sub(p, f32x4.mul(rate, direction));
}

/** [4] momentum, [5] 1 for Nesterov: m ← momentum · m + g; the direction is m, or g + momentum · m. */
@inline
function momentum(p: v128, rate: v128, g: v128, m: usize, count: i32, settings: usize): v128 {
  const mu = setting(settings, 4);
  const next = f32x4.add(f32x4.mul(mu, read(m, count)), g);
  write(m, next, count);
  const nesterov = load<f32>(settings, 20) != 0;
  return moved(p, rate, nesterov ? f32x4.add(g, f32x4.mul(mu, next)) : next);
}

/** [4] alpha, [5] epsilon: s ← alpha · s + (1 − alpha) · g²; the direction is g / (√s + epsilon). */
@inline
function rmsprop(p: v128, rate: v128, g: v128, s: usize, count: i32, settings: usize): v128 {
  const alpha = setting(settings, 4);
  const rest = f32x4.sub(f32x4.splat(1), alpha);
  const next = blend(read(s, count), alpha, f32x4.mul(g, g), rest);
  write(s, next, count);
  return moved(p, rate, f32x4.div(g, f32x4.add(f32x4.sqrt(next), setting(settings, 5))));
}

/** [4] epsilon: s ← s + g²; the direction is g / (√s + epsilon). */
@inline
function adagrad(p: v128, rate: v128, g: v128, s: usize, count: i32, settings: usize): v128 {
  const next = f32x4.add(read(s, count), f32x4.mul(g, g));
  write(s, next, count);
  return moved(p, rate, f32x4.div(g, f32x4.add(f32x4.sqrt(next), setting(settings, 4))));
}

/**
 * [4] β₁, [5] β₂, [6] epsilon, [7] 1 − β₁ᵗ, [8] √(1 − β₂ᵗ), [9] 1 − β₁, [10] 1 − β₂:
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − rate / [7] · m / (√v / [8] + epsilon).
 */
@inline
function adam(p: v128, rate: v128, g: v128, m: usize, v: usize, count: i32, settings: usize): v128 {
  const first = blend(read(m, count), setting(settings, 4), g, setting(settings, 9));
  const square = f32x4.mul(g, g);
  const second = blend(read(v, count), setting(settings, 5), square, setting(settings, 10));
  write(m, first, count);
  write(v, second, count);
  const root = f32x4.div(f32x4.sqrt(second), setting(settings, 8));
  return moved(p, rate, f32x4.div(first, f32x4.add(root, setting(settings, 6))));
}

/**
 * Moves `count` parameters (a literal 4, or 1 to 3 at the end). `rate` is the learning rate, for Adam
 * over 1 − β₁ᵗ; `shrink` is AdamW's 1 − learning rate · weight decay.
 */
@inline
function move(
  code: i32, p: usize, g: usize, slot0: usize, slot1: usize, count: i32, settings: usize, rate: v128, shrink: v128,
): void {
  let value = read(p, count);
  let slope = clipped(read(g, count), settings);
  if (code == Code.adamw) {
    value = f32x4.mul(value, shrink);
  } else {
    slope = f32x4.add(slope, f32x4.mul(setting(settings, 3), value));
  }
  if (code == Code.sgd) value = moved(value, rate, slope);
  else if (code == Code.momentum) value = momentum(value, rate, slope, slot0, count, settings);
  else if (code == Code.rmsprop) value = rmsprop(value, rate, slope, slot0, count, settings);
  else if (code == Code.adagrad) value = adagrad(value, rate, slope, slot0, count, settings);
  else value = adam(value, rate, slope, slot0, slot1, count, settings);
  write(p, value, count);
}

@inline
function moveAll(
  code: i32, p: usize, g: usize, slot0: usize, slot1: usize, n: i32, settings: usize,
): void {
  const corrected = code == Code.adam || code == Code.adamw;
  const learningRate = setting(settings, 0);
  const rate = corrected ? f32x4.div(learningRate, setting(settings, 7)) : learningRate;
  const shrink = f32x4.sub(f32x4.splat(1), f32x4.mul(learningRate, setting(settings, 3)));
  const tail = n & 3;
  const whole: usize = (<usize> (n - tail)) << 2;
  for (let x: usize = 0; x < whole; x += 16) {
    move(code, p + x, g + x, slot0 + x, slot1 + x, 4, settings, rate, shrink);
  }
  if (tail) {
    move(code, p + whole, g + whole, slot0 + whole, slot1 + whole, tail, settings, rate, shrink);
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
