// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Moving and summing rows of float32: lookup and its gradient, bias gradients, fills and copies.
 */
import { sumStretch } from "../tuning";
import {
  highDoubles, loadTail, loadUpTo, lowDoubles, storeTail, storeUpTo, sumDoubles,
} from "./lanes";

/** destination (+)= source for one row. */
@inline
function moveRow(destination: usize, source: usize, columns: i32, accumulate: bool): void {
  if (!accumulate) {
    memory.copy(destination, source, (<usize> columns) << 2);
    return;
  }
  let left = columns;
  for (; left >= 8; left -= 8, destination += 32, source += 32) {
    const sum0 = f32x4.add(v128.load(destination), v128.load(source));
    const sum1 = f32x4.add(v128.load(destination, 16), v128.load(source, 16));
    v128.store(destination, sum0);
    v128.store(destination, sum1, 16);
  }
  for (; left > 0; left -= 4, destination += 16, source += 16) {
    const sum = f32x4.add(loadUpTo(destination, left), loadUpTo(source, left));
    storeUpTo(destination, sum, left);
  }
}

export function gatherRows(
  table: usize, ids: usize, rows: i32, columns: i32, destination: usize, stride: usize,
  accumulate: i32,
): void {
  const width: usize = (<usize> columns) << 2;
  for (let row = 0; row < rows; row++) {
    moveRow(destination, table + <usize> load<i32>(ids) * width, columns, accumulate != 0);
    ids += 4;
    destination += stride << 2;
  }
}

export function fillRows(
  destination: usize, rows: i32, columns: i32, stride: usize, vector: usize, accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    moveRow(destination, vector, columns, accumulate != 0);
    destination += stride << 2;
  }
}

export function sumRows(
  source: usize,
  stride: usize,
  columns: i32,
  order: usize,
  groupStarts: usize,
  groupIds: usize,
  first: i32,
  last: i32,
  destination: usize,
): void {
  const width: usize = (<usize> columns) << 2;
  for (let group: usize = first; group < <usize> last; group++) {
    const from = order + ((<usize> load<i32>(groupStarts + (group << 2))) << 2);
    const to = order + ((<usize> load<i32>(groupStarts + (group << 2), 4)) << 2);
    const target = destination + <usize> load<i32>(groupIds + (group << 2)) * width;
    if (from == to) memory.fill(target, 0, width);
    for (let j = from; j < to; j += 4) {
      moveRow(target, source + ((<usize> load<i32>(j) * stride) << 2), columns, j != from);
    }
  }
}

/**
 * destination[c] + r0[c] + r1[c] + r2[c] + r3[c], in this order, for four rows `step` bytes apart.
 */
@inline
function addFourRows(destination: usize, row: usize, step: usize, columns: i32): void {
  let left = columns;
  for (; left >= 8; left -= 8, destination += 32, row += 32) {
    const a0 = f32x4.add(v128.load(destination), v128.load(row));
    const a1 = f32x4.add(v128.load(destination, 16), v128.load(row, 16));
    const b0 = f32x4.add(a0, v128.load(row + step)), b1 = f32x4.add(a1, v128.load(row + step, 16));
    const c0 = f32x4.add(b0, v128.load(row + 2 * step));
    const c1 = f32x4.add(b1, v128.load(row + 2 * step, 16));
    const d0 = f32x4.add(c0, v128.load(row + 3 * step));
    const d1 = f32x4.add(c1, v128.load(row + 3 * step, 16));
    v128.store(destination, d0);
    v128.store(destination, d1, 16);
  }
  for (; left > 0; left -= 4, destination += 16, row += 16) {
    let sum = loadUpTo(destination, left);
    for (let i: usize = 0; i < 4; i++) sum = f32x4.add(sum, loadUpTo(row + i * step, left));
    storeUpTo(destination, sum, left);
  }
}

export function columnSums(
  source: usize, rows: i32, columns: i32, stride: usize, destination: usize, accumulate: i32,
): void {
  const step = stride << 2;
  if (!accumulate) memory.fill(destination, 0, (<usize> columns) << 2);
  for (; rows >= 4; rows -= 4, source += 4 * step) addFourRows(destination, source, step, columns);
  for (; rows > 0; rows--, source += step) moveRow(destination, source, columns, true);
}

/** destination[r] (+)= Σ_c source[r][c], in float64 over two lanes of four. */
export function rowSums(
  source: usize, rows: i32, columns: i32, stride: usize, destination: usize, accumulate: i32,
): void {
  const tail = columns & 3;
  const whole: usize = (<usize> (columns - tail)) << 2;
  for (; rows > 0; rows--, source += stride << 2, destination += 4) {
    let low = f64x2.splat(0), high = f64x2.splat(0);
    for (let x: usize = 0; x < whole; x += 16) {
      const four = v128.load(source + x);
      low = f64x2.add(low, lowDoubles(four));
      high = f64x2.add(high, highDoubles(four));
    }
    if (tail) {
      const rest = loadTail(source + whole, tail);
      low = f64x2.add(low, lowDoubles(rest));
      high = f64x2.add(high, highDoubles(rest));
    }
    const before = accumulate ? <f64> load<f32>(destination) : 0;
    store<f32>(destination, <f32> (before + sumDoubles(f64x2.add(low, high))));
  }
}

/** Reads every block once, front to back, while the sum of a stretch stays in the cache. */
export function sumBlocks(
  source: usize, blocks: i32, n: i32, stride: usize, destination: usize,
): void {
  const size: usize = (<usize> n) << 2, step = stride << 2;
  const stretch: usize = 4 * sumStretch;
  for (let x: usize = 0; x < size; x += stretch) {
    const count = <i32> (min<usize>(size - x, stretch) >> 2);
    if (blocks == 0) memory.fill(destination + x, 0, (<usize> count) << 2);
    for (let k = 0; k < blocks; k++) {
      moveRow(destination + x, source + <usize> k * step + x, count, k > 0);
    }
  }
}

export function fill(destination: usize, n: i32, value: f32): void {
  const lanes = f32x4.splat(value);
  const tail = n & 3;
  const end = destination + ((<usize> (n - tail)) << 2);
  for (; destination < end; destination += 16) v128.store(destination, lanes);
  if (tail) storeTail(destination, lanes, tail);
}

export function copy(destination: usize, source: usize, n: i32): void {
  memory.copy(destination, source, (<usize> n) << 2);
}
