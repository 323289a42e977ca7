// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Dropout: which element is kept depends on its row's key, the salt and its column only. */
import { bitsLanes, streamSeed } from "./hash";
import { loadUpTo, storeUpTo } from "./lanes";

/**
 * Four elements: kept ones times `scale`, the others 0. Unsigned bits ≥ threshold are kept; both
 * have their top bit flipped, so that a signed comparison works.
 */
@inline
function dropLanes(value: v128, seed: u32, column: v128, threshold: v128, scale: v128): v128 {
  const bits = v128.xor(bitsLanes(seed, column), i32x4.splat(0x80000000));
  return v128.and(f32x4.mul(value, scale), i32x4.ge_s(bits, threshold));
}

/**
 * A row's vectors of four two by two, which V8 joins to vectors of eight; see `pairs` in
 * elementwise.ts.
 */
@inline
function dropPairs(
  accumulate: bool, destination: usize, source: usize, bytes: usize,
  seed: u32, threshold: v128, scale: v128,
): void {
  let column0 = i32x4(0, 1, 2, 3), column1 = i32x4(4, 5, 6, 7);
  const eight = i32x4.splat(8);
  for (let x: usize = 0; x < bytes; x += 32) {
    let value0 = dropLanes(v128.load(source + x), seed, column0, threshold, scale);
    let value1 = dropLanes(v128.load(source + x, 16), seed, column1, threshold, scale);
    if (accumulate) {
      value0 = f32x4.add(v128.load(destination + x), value0);
      value1 = f32x4.add(v128.load(destination + x, 16), value1);
    }
    v128.store(destination + x, value0);
    v128.store(destination + x, value1, 16);
    column0 = i32x4.add(column0, eight);
    column1 = i32x4.add(column1, eight);
  }
}

/** Rows of `columns` elements; `keys` points at one int32 per row, strides in bytes. */
export function dropoutRows(
  rows: i32,
  columns: i32,
  destination: usize,
  destinationStride: usize,
  source: usize,
  sourceStride: usize,
  keys: usize,
  keyStride: usize,
  rate: f32,
  salt: u32,
  accumulate: bool,
): void {
  const scale = f32x4.splat(1 / (1 - rate));
  // the smallest whole number ≥ rate · 2^32, exact in float64
  const limit = <u32> <u64> ceil<f64>(<f64> rate * 4294967296.0);
  const threshold = i32x4.splat(limit ^ 0x80000000);
  const paired = columns & ~7;
  const bytes: usize = (<usize> paired) << 2;
  for (let row = 0; row < rows; row++) {
    const seed = streamSeed(load<u32>(keys), salt);
    if (accumulate) dropPairs(true, destination, source, bytes, seed, threshold, scale);
    else dropPairs(false, destination, source, bytes, seed, threshold, scale);
    for (let column = paired; column < columns; column += 4) {
      const x: usize = (<usize> column) << 2, left = columns - column;
      const index = i32x4.add(i32x4.splat(column), i32x4(0, 1, 2, 3));
      let value = dropLanes(loadUpTo(source + x, left), seed, index, threshold, scale);
      if (accumulate) value = f32x4.add(loadUpTo(destination + x, left), value);
      storeUpTo(destination + x, value, left);
    }
    destination += destinationStride;
    source += sourceStride;
    keys += keyStride;
  }
}
