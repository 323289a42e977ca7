// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Tape operations that treat every element alone. `operation` is a literal at every call of
 * {@link elementwise}, so that each call compiles to a loop of its own.
 */
import { expLanes, logLanes, sigmoidLanes, tanhLanes } from "./exponential";
import { loadTail, storeTail } from "./lanes";
import { Operation } from "./tape_format";

/** One operation on four lanes. */
@inline
function apply(operation: i32, a: v128, b: v128, constant0: v128, constant1: v128): v128 {
  if (operation == Operation.add) return f32x4.add(a, b);
  if (operation == Operation.subtract) return f32x4.sub(a, b);
  if (operation == Operation.multiply) return f32x4.mul(a, b);
  if (operation == Operation.divide) return f32x4.div(a, b);
  if (operation == Operation.affine) return f32x4.add(f32x4.mul(constant0, a), constant1);
  if (operation == Operation.copy) return a;
  if (operation == Operation.fill) return constant0;
  if (operation == Operation.sigmoid) return sigmoidLanes(a);
  if (operation == Operation.tanh) return tanhLanes(a);
  const zero = f32x4.splat(0);
  // maximum with NaN kept: pmax gives its first argument where the comparison fails
  if (operation == Operation.relu) return f32x4.pmax(a, zero);
  const one = f32x4.splat(1);
  if (operation == Operation.softsign) return f32x4.div(a, f32x4.add(one, f32x4.abs(a)));
  if (operation == Operation.exp) return expLanes(a);
  if (operation == Operation.log) return logLanes(a);
  if (operation == Operation.sigmoidGradient) {
    return f32x4.mul(f32x4.mul(a, b), f32x4.sub(one, b));
  }
  if (operation == Operation.tanhGradient) {
    return f32x4.mul(a, f32x4.sub(one, f32x4.mul(b, b)));
  }
  if (operation == Operation.reluGradient) return v128.and(a, f32x4.gt(b, zero));
  if (operation == Operation.softsignGradient) {
    const rest = f32x4.sub(one, f32x4.abs(b));
    return f32x4.mul(f32x4.mul(a, rest), rest);
  }
  return unreachable();
}

/** Whether the operation reads a (fill doesn't) and b. */
@inline
function readsFirst(operation: i32): bool {
  return operation != Operation.fill;
}

@inline
function readsSecond(operation: i32): bool {
  return operation <= Operation.divide || operation >= Operation.sigmoidGradient;
}

/** Bytes that {@link pairs} does of a row's `whole` vectors of four: all but an odd last one. */
@inline
function pairedBytes(whole: usize): usize {
  return whole & ~31;
}

/**
 * A row's vectors of four two by two, which V8 joins to vectors of eight. It does so only where
 * nothing stands between both's loads and both's stores, so `accumulate` is a literal here too.
 */
@inline
function pairs(
  operation: i32, accumulate: bool, destination: usize, a: usize, b: usize, bytes: usize,
  constant0: v128, constant1: v128,
): void {
  const zero = f32x4.splat(0);
  for (let x: usize = 0; x < bytes; x += 32) {
    const a0 = readsFirst(operation) ? v128.load(a + x) : zero;
    const a1 = readsFirst(operation) ? v128.load(a + x, 16) : zero;
    const b0 = readsSecond(operation) ? v128.load(b + x) : zero;
    const b1 = readsSecond(operation) ? v128.load(b + x, 16) : zero;
    let value0 = apply(operation, a0, b0, constant0, constant1);
    let value1 = apply(operation, a1, b1, constant0, constant1);
    if (accumulate) {
      value0 = f32x4.add(v128.load(destination + x), value0);
      value1 = f32x4.add(v128.load(destination + x, 16), value1);
    }
    v128.store(destination + x, value0);
    v128.store(destination + x, value1, 16);
  }
}

/** `rows` rows of `columns` elements; strides in bytes, 0 for one vector that all rows share. */
@inline
export function elementwise(
  operation: i32,
  rows: i32,
  columns: i32,
  destination: usize,
  destinationStride: usize,
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  constants: usize,
  accumulate: bool,
): void {
  const constant0 = v128.load32_splat(constants);
  const constant1 = v128.load32_splat(constants, 4);
  const zero = f32x4.splat(0);
  const tail = columns & 3;
  const whole: usize = (<usize> (columns - tail)) << 2;
  const x = pairedBytes(whole);
  for (let row = 0; row < rows; row++) {
    if (accumulate) pairs(operation, true, destination, a, b, x, constant0, constant1);
    else pairs(operation, false, destination, a, b, x, constant0, constant1);
    if (x < whole) {
      const va = readsFirst(operation) ? v128.load(a + x) : zero;
      const vb = readsSecond(operation) ? v128.load(b + x) : zero;
      let value = apply(operation, va, vb, constant0, constant1);
      if (accumulate) value = f32x4.add(v128.load(destination + x), value);
      v128.store(destination + x, value);
    }
    if (tail) {
      const va = readsFirst(operation) ? loadTail(a + whole, tail) : zero;
      const vb = readsSecond(operation) ? loadTail(b + whole, tail) : zero;
      let value = apply(operation, va, vb, constant0, constant1);
      if (accumulate) value = f32x4.add(loadTail(destination + whole, tail), value);
      storeTail(destination + whole, value, tail);
    }
    destination += destinationStride;
    a += aStride;
    b += bStride;
  }
}
