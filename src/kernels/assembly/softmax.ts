// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Softmax and its relatives, row by row; the largest element is subtracted first. */
import { expNegative } from "./exponential";
import { highDoubles, keepLanes, loadTail, lowDoubles, storeTail, sumDoubles } from "./lanes";
import { rowDot, rowMax } from "./reductions";

/** Vectors whose exponentials are summed in float32 lanes before they join the float64 sum. */
const block: usize = 16 * 32;

/**
 * Σ exp(x − top), and with `store` each exp(x − top) to `destination`. Lanes of float32 sum a
 * block of 128 columns, the blocks are summed in float64.
 */
@inline
function expSum(source: usize, destination: usize, columns: i32, top: f32, store: bool): f64 {
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
      if (store) {
        v128.store(destination + x, first);
        v128.store(destination + x, second, 16);
      }
      sum = f32x4.add(f32x4.add(sum, first), second);
    }
    if (x < end) {
      const last = expNegative(f32x4.sub(v128.load(source + x), shift));
      if (store) v128.store(destination + x, last);
      sum = f32x4.add(sum, last);
      x += 16;
    }
    low = f64x2.add(low, lowDoubles(sum));
    high = f64x2.add(high, highDoubles(sum));
  }
  if (tail) {
    const last = keepLanes(expNegative(f32x4.sub(loadTail(source + whole, tail), shift)), tail);
    if (store) storeTail(destination + whole, last, tail);
    low = f64x2.add(low, lowDoubles(last));
    high = f64x2.add(high, highDoubles(last));
  }
  return sumDoubles(f64x2.add(low, high));
}

/** Every element times `factor`, in place. */
@inline
function scaleRow(destination: usize, columns: i32, factor: f32): void {
  const scale = f32x4.splat(factor);
  const tail = columns & 3;
  const end = destination + ((<usize> (columns - tail)) << 2);
  for (; destination < end; destination += 16) {
    v128.store(destination, f32x4.mul(v128.load(destination), scale));
  }
  if (tail) storeTail(destination, f32x4.mul(loadTail(destination, tail), scale), tail);
}

/** See Kernels.softmaxLoss in src/kernels/kernels.ts. */
export function softmaxLoss(
  logits: usize,
  rows: i32,
  columns: i32,
  targets: usize,
  scale: f32,
  losses: usize,
  gradient: i32,
): void {
  for (let row = 0; row < rows; row++) {
    // NaN where the row holds NaN or an infinity, so that these reach the loss
    const top = rowMax(logits, columns, true);
    const target = logits + ((<usize> load<i32>(targets)) << 2);
    const picked = load<f32>(target);
    let sum: f64;
    if (gradient) {
      sum = expSum(logits, logits, columns, top, true);
      const inverse = <f32> (1 / sum);
      const corrected = (load<f32>(target) * inverse - 1) * scale;
      // NaN in `top` would be lost in the exponentials' bits: it comes back through the factor
      scaleRow(logits, columns, inverse * scale + (top - top));
      store<f32>(target, corrected + (top - top));
    } else {
      sum = expSum(logits, logits, columns, top, false);
    }
    store<f32>(losses, <f32> (<f64> top - <f64> picked + Math.log(sum)));
    logits += (<usize> columns) << 2;
    targets += 4;
    losses += 4;
  }
}

/** x − logsumexp(x), row by row, in place. */
export function logSoftmax(logits: usize, rows: i32, columns: i32): void {
  const tail = columns & 3;
  for (let row = 0; row < rows; row++) {
    const top = rowMax(logits, columns, false);
    const shift = f32x4.splat(<f32> (<f64> top + Math.log(expSum(logits, logits, columns, top, false))));
    const end = logits + ((<usize> (columns - tail)) << 2);
    for (; logits < end; logits += 16) {
      v128.store(logits, f32x4.sub(v128.load(logits), shift));
    }
    if (tail) {
      storeTail(logits, f32x4.sub(loadTail(logits, tail), shift), tail);
      logits += (<usize> tail) << 2;
    }
  }
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
    const top = rowMax(source, columns, false);
    const sum = expSum(source, source, columns, top, false);
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
