// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Packing. op(B) times alpha goes into panels of 16 columns: 16 values side by side for each k,
 * with zeros from the last column to the end of its vector of four (what is read beyond reaches no
 * more than a tile). A transposed A goes into strips of some rows, their values side by side for
 * each k.
 */

import { panelColumns } from "../panel";
import { fusedStripRows, groupStrips, unfusedStripRows } from "../tuning";
import { loadTail } from "./lanes";
import { transposeFour } from "./transpose";

/** Bytes from one k to the next in a panel. */
export const panelStep: usize = 4 * panelColumns;

/**
 * Columns of a panel of `width` columns that the micro kernels read: whole vectors, 1, 2 or 4 of
 * them.
 */
@inline
export function usedColumns(width: i32): i32 {
  return width > 8 ? panelColumns : width > 4 ? 8 : 4;
}

/** One panel of `width` columns (1 to 16) of a B that is k×n: row k at b + k·step. */
@inline
function packPlain(k: i32, width: i32, alpha: f32, b: usize, step: usize, to: usize): void {
  const factor = f32x4.splat(alpha);
  if (width == panelColumns) {
    for (; k > 0; k--, b += step, to += panelStep) {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      v128.store(to, f32x4.mul(b0, factor));
      v128.store(to, f32x4.mul(b1, factor), 16);
      v128.store(to, f32x4.mul(b2, factor), 32);
      v128.store(to, f32x4.mul(b3, factor), 48);
    }
    return;
  }
  const used = (<usize> usedColumns(width)) << 2;
  const tail = width & 3;
  const size: usize = (<usize> (width - tail)) << 2;
  for (; k > 0; k--, b += step, to += panelStep) {
    let x: usize = 0;
    for (; x < size; x += 16) v128.store(to + x, f32x4.mul(v128.load(b + x), factor));
    if (tail) {
      v128.store(to + x, f32x4.mul(loadTail(b + x, tail), factor));
      x += 16;
    }
    for (; x < used; x += 16) v128.store(to + x, f32x4.splat(0));
  }
}

/** One panel of `width` columns (1 to 16) of a B that is n×k: column c at b + c·step. */
@inline
function packTransposed(k: i32, width: i32, alpha: f32, b: usize, step: usize, to: usize): void {
  const factor = f32x4.splat(alpha);
  const zero = f32x4.splat(0);
  let columns = usedColumns(width);
  for (; columns > 0; columns -= 4, width -= 4, b += 4 * step, to += 16) {
    let from = b, at = to, left = k;
    for (; left >= 4; left -= 4, from += 16, at += 4 * panelStep) {
      transposeFour(
        width > 0 ? f32x4.mul(v128.load(from), factor) : zero,
        width > 1 ? f32x4.mul(v128.load(from + step), factor) : zero,
        width > 2 ? f32x4.mul(v128.load(from + 2 * step), factor) : zero,
        width > 3 ? f32x4.mul(v128.load(from + 3 * step), factor) : zero,
        at,
        panelStep,
      );
    }
    for (; left > 0; left--, from += 4, at += panelStep) {
      store<f32>(at, width > 0 ? load<f32>(from) * alpha : 0);
      store<f32>(at, width > 1 ? load<f32>(from + step) * alpha : 0, 4);
      store<f32>(at, width > 2 ? load<f32>(from + 2 * step) * alpha : 0, 8);
      store<f32>(at, width > 3 ? load<f32>(from + 3 * step) * alpha : 0, 12);
    }
  }
}

/**
 * Panels first…last−1 of alpha·op(B), each `panelBytes` after the one before. `b` is op(B)'s
 * element (0, 0), `step` the bytes between its rows in memory.
 */
export function packPanels(
  transposed: bool, k: i32, n: i32, alpha: f32, b: usize, step: usize,
  to: usize, panelBytes: usize, first: i32, last: i32,
): void {
  for (let panel = first; panel < last; panel++) {
    const column = panel * panelColumns;
    const width = min(panelColumns, n - column);
    const target = to + <usize> panel * panelBytes;
    if (transposed) packTransposed(k, width, alpha, b + <usize> column * step, step, target);
    else packPlain(k, width, alpha, b + ((<usize> column) << 2), step, target);
  }
}

/** Rows of a strip at most. */
export const stripRows: i32 = FUSED ? fusedStripRows : unfusedStripRows;

/**
 * `count` strips of `rows` (4 to 6) rows of a transposed A; strips follow each other. Eight values
 * are copied at once, the ones too many being overwritten by those of the next k, but for the last
 * k.
 */
@inline
function packEqualStrips(count: i32, rows: usize, k: i32, a: usize, step: usize, to: usize): void {
  const size = rows << 2;
  const stripBytes = <usize> k * size;
  for (; count > 0; count -= groupStrips) {
    const group = min(groupStrips, count);
    let from = a, at = to;
    for (let i = 1; i < k; i++, from += step, at += size) {
      let source = from, target = at;
      for (let strip = 0; strip < group; strip++, source += size, target += stripBytes) {
        const low = v128.load(source), high = v128.load(source, 16);
        v128.store(target, low);
        v128.store(target, high, 16);
      }
    }
    const last = size - 16;
    for (let strip = 0; strip < group; strip++, from += size, at += stripBytes) {
      v128.store(at, v128.load(from));
      v128.store(at + last, v128.load(from + last));
    }
    a += <usize> group * size;
    to += <usize> group * stripBytes;
  }
}

/**
 * `rows` (20 and more, so that strips have 4 rows at least) rows of a transposed A, `k` values
 * each, into strips as equal as may be, the larger ones first.
 */
export function packStrips(rows: i32, k: i32, a: usize, step: usize, to: usize): void {
  const count = (rows + stripRows - 1) / stripRows;
  const least = rows / count;
  const larger = rows - count * least;
  const size = <usize> least + 1;
  packEqualStrips(larger, size, k, a, step, to);
  const done = <usize> larger * size * 4;
  packEqualStrips(count - larger, <usize> least, k, a + done, step, to + done * <usize> k);
}
