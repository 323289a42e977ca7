// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Layer normalization over the columns of a row, without gain and bias (gates of their own). */
import { loadTail, storeTail } from "./lanes";
import { rowDot, rowSpread, rowSum } from "./reductions";

/** 1 / √(variance + epsilon), the variance biased. */
@inline
function inverseDeviation(row: usize, columns: i32, mean: f64, epsilon: f32): f32 {
  return <f32> (1 / sqrt<f64>(rowSpread(row, columns, mean) / <f64> columns + <f64> epsilon));
}

/** The tape's layernorm: (x − mean) / √(variance + epsilon). */
export function layernormRows(
  rows: i32,
  columns: i32,
  destination: usize,
  destinationStride: usize,
  source: usize,
  sourceStride: usize,
  epsilon: f32,
  accumulate: bool,
): void {
  const tail = columns & 3;
  const whole: usize = (<usize> (columns - tail)) << 2;
  for (let row = 0; row < rows; row++) {
    const mean = rowSum(source, columns) / <f64> columns;
    const factor = f32x4.splat(inverseDeviation(source, columns, mean, epsilon));
    const middle = f32x4.splat(<f32> mean);
    for (let x: usize = 0; x < whole; x += 16) {
      let value = f32x4.mul(f32x4.sub(v128.load(source + x), middle), factor);
      if (accumulate) value = f32x4.add(v128.load(destination + x), value);
      v128.store(destination + x, value);
    }
    if (tail) {
      let value = f32x4.mul(f32x4.sub(loadTail(source + whole, tail), middle), factor);
      if (accumulate) value = f32x4.add(loadTail(destination + whole, tail), value);
      storeTail(destination + whole, value, tail);
    }
    destination += destinationStride;
    source += sourceStride;
  }
}

/** The tape's layernormGradient: rstd · (dy − mean(dy) − y · mean(dy·y)), rstd from the input x. */
export function layernormGradientRows(
  rows: i32,
  columns: i32,
  destination: usize,
  destinationStride: usize,
  gradient: usize,
  gradientStride: usize,
  output: usize,
  outputStride: usize,
  input: usize,
  inputStride: usize,
  epsilon: f32,
  accumulate: bool,
): void {
  const tail = columns & 3;
  const whole: usize = (<usize> (columns - tail)) << 2;
  const count = <f64> columns;
  for (let row = 0; row < rows; row++) {
    const mean = rowSum(input, columns) / count;
    const factor = f32x4.splat(inverseDeviation(input, columns, mean, epsilon));
    const shift = f32x4.splat(<f32> (rowSum(gradient, columns) / count));
    const slope = f32x4.splat(<f32> (rowDot(gradient, output, columns) / count));
    for (let x: usize = 0; x < whole; x += 16) {
      const along = f32x4.mul(v128.load(output + x), slope);
      let value = f32x4.sub(f32x4.sub(v128.load(gradient + x), shift), along);
      value = f32x4.mul(factor, value);
      if (accumulate) value = f32x4.add(v128.load(destination + x), value);
      v128.store(destination + x, value);
    }
    if (tail) {
      const along = f32x4.mul(loadTail(output + whole, tail), slope);
      let value = f32x4.sub(f32x4.sub(loadTail(gradient + whole, tail), shift), along);
      value = f32x4.mul(factor, value);
      if (accumulate) value = f32x4.add(loadTail(destination + whole, tail), value);
      storeTail(destination + whole, value, tail);
    }
    destination += destinationStride;
    gradient += gradientStride;
    output += outputStride;
    input += inputStride;
  }
}
