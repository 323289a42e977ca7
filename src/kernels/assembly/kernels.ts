// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Entry of kernels.wasm: everything but the products. No relaxed instruction is used here, so every
 * runtime computes the same bits.
 */
export { blockSoftmax, blockSoftmaxGradient, softmaxLosses } from "./column_softmax";
export { exponentials, largest, reaching } from "./exponentials";
export { columnSums, copy, fill, fillRows, gatherRows, rowSums, sumBlocks, sumRows } from "./rows";
export { sumSquares } from "./sum_squares";
export { transpose } from "./transpose";
export { tape } from "./tape";
export { update } from "./update";

export function exp(x: f64): f64 {
  return Math.exp(x);
}

export function log(x: f64): f64 {
  return Math.log(x);
}

export function cos(x: f64): f64 {
  return Math.cos(x);
}

export function pow(x: f64, y: f64): f64 {
  return Math.pow(x, y);
}
