// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Sums and maxima over one row. Sums are taken in float64: four lanes, column j in lane j mod 4,
 * then (0 + 2) + (1 + 3); so their bits depend on the row's elements only.
 */
import {
  highDoubles, loadTail, loadTailPadded, lowDoubles, maxLanes, sumDoubles,
} from "./lanes";

/**
 * Largest element; NaN if any is NaN. The comparisons look for NaN, as pmax ignores it but takes
 * one instruction where max takes six.
 */
@inline
export function rowMax(row: usize, columns: i32): f32 {
  const lowest = f32x4.splat(-Infinity);
  let top0 = lowest, top1 = lowest;
  let good0 = i32x4.splat(-1), good1 = good0;
  let left = columns;
  for (; left >= 8; left -= 8, row += 32) {
    const first = v128.load(row), second = v128.load(row, 16);
    top0 = f32x4.pmax(top0, first);
    top1 = f32x4.pmax(top1, second);
    good0 = v128.and(good0, isGood(first));
    good1 = v128.and(good1, isGood(second));
  }
  if (left >= 4) {
    const next = v128.load(row);
    top0 = f32x4.pmax(top0, next);
    good0 = v128.and(good0, isGood(next));
    left -= 4;
    row += 16;
  }
  if (left) {
    // lanes past the end repeat the first element
    const last = loadTailPadded(row, left, v128.load32_splat(row));
    top1 = f32x4.pmax(top1, last);
    good1 = v128.and(good1, isGood(last));
  }
  return i32x4.all_true(v128.and(good0, good1)) ? maxLanes(f32x4.pmax(top0, top1)) : NaN;
}

/** All bits where a value is not NaN. */
@inline
function isGood(value: v128): v128 {
  return f32x4.eq(value, value);
}

/** Σ x. */
@inline
export function rowSum(row: usize, columns: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const tail = columns & 3;
  const end = row + ((<usize> (columns - tail)) << 2);
  for (; row < end; row += 16) {
    const value = v128.load(row);
    low = f64x2.add(low, lowDoubles(value));
    high = f64x2.add(high, highDoubles(value));
  }
  if (tail) {
    const value = loadTail(row, tail);
    low = f64x2.add(low, lowDoubles(value));
    high = f64x2.add(high, highDoubles(value));
  }
  return sumDoubles(f64x2.add(low, high));
}

/** Σ x·y, the products in float64. */
@inline
export function rowDot(x: usize, y: usize, columns: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const tail = columns & 3;
  const end = x + ((<usize> (columns - tail)) << 2);
  for (; x < end; x += 16, y += 16) {
    const vx = v128.load(x);
    const vy = v128.load(y);
    low = f64x2.add(low, f64x2.mul(lowDoubles(vx), lowDoubles(vy)));
    high = f64x2.add(high, f64x2.mul(highDoubles(vx), highDoubles(vy)));
  }
  if (tail) {
    const vx = loadTail(x, tail);
    const vy = loadTail(y, tail);
    low = f64x2.add(low, f64x2.mul(lowDoubles(vx), lowDoubles(vy)));
    high = f64x2.add(high, f64x2.mul(highDoubles(vx), highDoubles(vy)));
  }
  return sumDoubles(f64x2.add(low, high));
}

/** Σ (x − center)², the differences in float64. */
@inline
export function rowSpread(row: usize, columns: i32, center: f64): f64 {
  const middle = f64x2.splat(center);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const tail = columns & 3;
  const end = row + ((<usize> (columns - tail)) << 2);
  for (; row < end; row += 16) {
    const value = v128.load(row);
    const first = f64x2.sub(lowDoubles(value), middle);
    const second = f64x2.sub(highDoubles(value), middle);
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  if (tail) {
    // lanes past the end hold the centre, so that they add nothing
    const value = loadTail(row, tail);
    const one = f64x2.replace_lane(middle, 0, f64x2.extract_lane(lowDoubles(value), 0));
    const first = f64x2.sub(tail == 1 ? one : lowDoubles(value), middle);
    low = f64x2.add(low, f64x2.mul(first, first));
    if (tail == 3) {
      const three = f64x2.replace_lane(middle, 0, f64x2.extract_lane(highDoubles(value), 0));
      const second = f64x2.sub(three, middle);
      high = f64x2.add(high, f64x2.mul(second, second));
    }
  }
  return sumDoubles(f64x2.add(low, high));
}
