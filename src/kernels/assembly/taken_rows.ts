// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * The rows of A that the next blocks of C are computed from. Those of a plain A stay where they
 * lie. Those of a transposed A stand side by side for each k, either where they lie or packed in
 * strips.
 */
import { apart, side } from "./micro";
import { packStrips } from "./pack";
import { strips } from "./scratch";

/** The first row's first value. */
export let left: usize = 0;
/** Bytes from a row to the next of a plain A, from one k to the next of a transposed A. */
export let leftStep: usize = 0;
export let plain: bool = false;
export let packed: bool = false;

/** Takes rows of a plain A. */
export function takeRows(a: usize, step: usize): void {
  left = a;
  leftStep = step;
  plain = true;
  packed = false;
}

/** Takes rows of a transposed A. */
export function takeTransposed(a: usize, step: usize): void {
  left = a;
  leftStep = step;
  plain = false;
  packed = false;
}

/** Packs `rows` rows of a transposed A, `k` values each, and takes them. */
export function takePacked(rows: i32, k: i32, a: usize, step: usize): void {
  packStrips(rows, k, a, step, strips);
  left = strips;
  plain = false;
  packed = true;
}

/**
 * The micro kernels for rows as they were taken; see scripts/micro_kernels.ts for the arguments.
 */
@inline
export function multiplyStrips(
  rows: i32, vectors: i32, strips: i32, k: i32, a: usize, aStep: usize, stripStep: usize,
  b: usize, b1: usize, bStep: usize, from: usize, fromStep: usize, c: usize, cStep: usize,
): void {
  if (plain) {
    apart(rows, vectors, strips, k, a, aStep, stripStep, b, b1, bStep, from, fromStep, c, cStep);
  } else {
    side(rows, vectors, strips, k, a, aStep, stripStep, b, b1, bStep, from, fromStep, c, cStep);
  }
}
