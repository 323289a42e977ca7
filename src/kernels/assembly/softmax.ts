// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** The tape's softmax and its gradient, row by row; the largest element is subtracted first. */
import { plainSumColumns } from "../tuning";
import { expNegative } from "./exponential";
import { highDoubles, keepLanes, loadTail, lowDoubles, storeTail, sumDoubles } from "./lanes";
import { rowDot, rowMax } from "./reductions";

/** Bytes whose exponentials are summed in float32 lanes before they join the float64 sum. */
const block: usize = 4 * plainSumColumns;

/** Σ exp(x − top). Lanes of float32 sum a block of columns, the blocks are summed in float64. */
@inline
function expSum(source: usize, columns: i32, top: f32): f64 {
  const shift = f32x4.splat(top);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const tail = columns & 3;
  const whole: usize = (<usize> (columns - tail)) << 2;
  let x: usize = 0;
  while (x < whole) {
    const end = min<usize>(x + block, whole);
    let sum = f32x4.splat(0);
    for (; x + 16 < end; x += 32) {
      const first = expNegative(f32x4.sub(v128.load(source + x), shift));
      const second = expNegative(f32x4.sub(v128.load(source + x, 16), shift));
      sum = f32x4.add(f32x4.add(sum, first), second);
    }
    if (x < end) {
      const last = expNegative(f32x4.sub(v128.load(source + x), shift));
      sum = f32x4.add(sum, last);
      x += 16;
    }
    low = f64x2.add(low, lowDoubles(sum));
    high = f64x2.add(high, highDoubles(sum));
  }
  if (tail) {
    const last = keepLanes(expNegative(f32x4.sub(loadTail(source + whole, tail), shift)), tail);
    low = f64x2.add(low, lowDoubles(last));
    high = f64x2.add(high, highDoubles(last));
  }
  return sumDoubles(f64x2.add(low, high));
}

/** The tape's softmax: y = exp(x − max) / Σ exp(x − max) over the columns of each row. */
export function softmaxRows(
  rows: i32,
  columns: i32,
  destination: usize,
  destinationStride: usize,
  source: usize,
  sourceStride: usize,
  accumulate: bool,
): void {
  const tail = columns & 3;
  const whole: usize = (<usize> (columns - tail)) << 2;
  for (let row = 0; row < rows; row++) {
    const top = rowMax(source, columns);
    const sum = expSum(source, columns, top);
    const inverse = f32x4.splat(<f32> (1 / sum) + (top - top));
    const shift = f32x4.splat(top);
    for (let x: usize = 0; x < whole; x += 16) {
      const e = expNegative(f32x4.sub(v128.load(source + x), shift));
      let value = f32x4.mul(e, inverse);
      if (accumulate) value = f32x4.add(v128.load(destination + x), value);
      v128.store(destination + x, value);
    }
    if (tail) {
      const e = expNegative(f32x4.sub(loadTail(source + whole, tail), shift));
      let value = f32x4.mul(e, inverse);
      if (accumulate) value = f32x4.add(loadTail(destination + whole, tail), value);
      storeTail(destination + whole, value, tail);
    }
    destination += destinationStride;
    source += sourceStride;
  }
}

/** The tape's softmaxGradient: y · (dy − Σ dy·y). */
export function softmaxGradientRows(
  rows: i32,
  columns: i32,
  destination: usize,
  destinationStride: usize,
  gradient: usize,
  gradientStride: usize,
  output: usize,
  outputStride: usize,
  accumulate: bool,
): void {
  const tail = columns & 3;
  const whole: usize = (<usize> (columns - tail)) << 2;
  for (let row = 0; row < rows; row++) {
    const dot = f32x4.splat(<f32> rowDot(gradient, output, columns));
    for (let x: usize = 0; x < whole; x += 16) {
      let value = f32x4.mul(v128.load(output + x), f32x4.sub(v128.load(gradient + x), dot));
      if (accumulate) value = f32x4.add(v128.load(destination + x), value);
      v128.store(destination + x, value);
    }
    if (tail) {
      const y = loadTail(output + whole, tail);
      let value = f32x4.mul(y, f32x4.sub(loadTail(gradient + whole, tail), dot));
      if (accumulate) value = f32x4.add(loadTail(destination + whole, tail), value);
      storeTail(destination + whole, value, tail);
    }
    destination += destinationStride;
    gradient += gradientStride;
    output += outputStride;
  }
}
