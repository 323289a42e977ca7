// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Four float32 lanes: loads and stores of a row's last one to three elements, and sums over lanes.
 */

/** Elements 0…count−1 at `pointer` (count 1 to 3), the other lanes 0. */
@inline
export function loadTail(pointer: usize, count: i32): v128 {
  if (count == 1) return v128.load_zero<u32>(pointer);
  const two = v128.load_zero<u64>(pointer);
  return count == 2 ? two : v128.load_lane<u32>(pointer, two, 2, 8);
}

/** As {@link loadTail} with the other lanes taken from `padding`. */
@inline
export function loadTailPadded(pointer: usize, count: i32, padding: v128): v128 {
  const inside = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
  return v128.bitselect(loadTail(pointer, count), padding, inside);
}

/** Writes lanes 0…count−1 (count 1 to 3) to `pointer`. */
@inline
export function storeTail(pointer: usize, value: v128, count: i32): void {
  if (count == 1) {
    v128.store_lane<u32>(pointer, value, 0);
  } else {
    v128.store_lane<u64>(pointer, value, 0);
    if (count == 3) v128.store_lane<u32>(pointer, value, 2, 8);
  }
}

/** A vector, or the last `left` elements of a row where fewer than four are left. */
@inline
export function loadUpTo(pointer: usize, left: i32): v128 {
  return left >= 4 ? v128.load(pointer) : loadTail(pointer, left);
}

/** Writes what {@link loadUpTo} reads. */
@inline
export function storeUpTo(pointer: usize, value: v128, left: i32): void {
  if (left >= 4) v128.store(pointer, value);
  else storeTail(pointer, value, left);
}

/** Keeps lanes 0…count−1 of `value`, the others become 0. */
@inline
export function keepLanes(value: v128, count: i32): v128 {
  return v128.and(value, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}

/** Lanes 0 and 1 as float64. */
@inline
export function lowDoubles(value: v128): v128 {
  return f64x2.promote_low_f32x4(value);
}

/** Lanes 2 and 3 as float64. */
@inline
export function highDoubles(value: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(value, value, 1, 1));
}

/** Sum of the two float64 lanes. */
@inline
export function sumDoubles(value: v128): f64 {
  return f64x2.extract_lane(value, 0) + f64x2.extract_lane(value, 1);
}

/** Largest of the four lanes; NaN if any is. */
@inline
export function maxLanes(value: v128): f32 {
  const pair = f32x4.max(value, v128.shuffle<i64>(value, value, 1, 0));
  return max<f32>(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}
