// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Dropout: which element is kept depends on its row's key, the salt and its column only. */
import { bitsLanes, streamSeed } from "./hash";
import { loadTail, storeTail } from "./lanes";

/**
 * Four elements: kept ones times `scale`, the others 0. Unsigned bits ≥ threshold are kept; both
 * have their top bit turned so that a signed comparison does it.
 */
@inline
function dropLanes(value: v128, seed: u32, column: v128, threshold: v128, scale: v128): v128 {
  const bits = v128.xor(bitsLanes(seed, column), i32x4.splat(0x80000000));
  return v128.and(f32x4.mul(value, scale), i32x4.ge_s(bits, threshold));
}

/** Rows of `columns` elements; `keys` points at one int32 a row, strides in bytes. */
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
  const four = i32x4.splat(4);
  const tail = columns & 3;
  const whole: usize = (<usize> (columns - tail)) << 2;
  for (let row = 0; row < rows; row++) {
    const seed = streamSeed(load<u32>(keys), salt);
    let column = i32x4(0, 1, 2, 3);
    for (let x: usize = 0; x < whole; x += 16) {
      let value = dropLanes(v128.load(source + x), seed, column, threshold, scale);
      if (accumulate) value = f32x4.add(v128.load(destination + x), value);
      v128.store(destination + x, value);
      column = i32x4.add(column, four);
    }
    if (tail) {
      let value = dropLanes(loadTail(source + whole, tail), seed, column, threshold, scale);
      if (accumulate) value = f32x4.add(loadTail(destination + whole, tail), value);
      storeTail(destination + whole, value, tail);
    }
    destination += destinationStride;
    source += sourceStride;
    keys += keyStride;
  }
}
