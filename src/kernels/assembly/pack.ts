// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Packing: op(B) into panels of 16 columns (16 values side by side for each k, zeros past the last
 * column), op(A) into strips of 4 rows (4 values side by side for each k) times alpha.
 */

import { loadTail } from "./lanes";
import { transposeFour } from "./transpose";

/** Columns of a panel. */
export const panelWidth: i32 = 16;
export const panelStep: usize = 64;

/** One panel of `width` columns (1 to 16) of a B that is k×n: row k at b + k·step. */
@inline
function packPlain(k: i32, width: i32, b: usize, step: usize, to: usize): void {
  if (width == panelWidth) {
    for (; k > 0; k--, b += step, to += panelStep) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
      v128.store(to, v128.load(b, 32), 32);
      v128.store(to, v128.load(b, 48), 48);
    }
    return;
  }
  const tail = width & 3;
  const size: usize = (<usize> (width - tail)) << 2;
  for (; k > 0; k--, b += step, to += panelStep) {
    let x: usize = 0;
    for (; x < size; x += 16) v128.store(to + x, v128.load(b + x));
    if (tail) {
      v128.store(to + x, loadTail(b + x, tail));
      x += 16;
    }
    for (; x < panelStep; x += 16) v128.store(to + x, f32x4.splat(0));
  }
}

/** One panel of `width` columns (1 to 16) of a B that is n×k: column c at b + c·step. */
@inline
function packTransposed(k: i32, width: i32, b: usize, step: usize, to: usize): void {
  let column = 0;
  for (; column + 4 <= width; column += 4, b += 4 * step, to += 16) {
    let from = b, at = to, left = k;
    for (; left >= 4; left -= 4, from += 16, at += 4 * panelStep) {
      transposeFour(
        v128.load(from), v128.load(from + step), v128.load(from + 2 * step),
        v128.load(from + 3 * step), at, panelStep,
      );
    }
    for (; left > 0; left--, from += 4, at += panelStep) {
      store<f32>(at, load<f32>(from));
      store<f32>(at, load<f32>(from + step), 4);
      store<f32>(at, load<f32>(from + 2 * step), 8);
      store<f32>(at, load<f32>(from + 3 * step), 12);
    }
  }
  for (; column < panelWidth; column++, b += step, to += 4) {
    const inside = column < width;
    for (let i = 0, from = b, at = to; i < k; i++, from += 4, at += panelStep) {
      store<f32>(at, inside ? load<f32>(from) : 0);
    }
  }
}

/**
 * Panels first…last−1 of op(B), each `panelBytes` after the one before. `b` is op(B)'s element
 * (0, 0), `step` the bytes between its rows in memory.
 */
export function packPanels(
  transposed: bool, k: i32, n: i32, b: usize, step: usize, to: usize, panelBytes: usize, first: i32, last: i32,
): void {
  for (let panel = first; panel < last; panel++) {
    const column = panel * panelWidth;
    const width = min(panelWidth, n - column);
    const target = to + <usize> panel * panelBytes;
    if (transposed) packTransposed(k, width, b + <usize> column * step, step, target);
    else packPlain(k, width, b + ((<usize> column) << 2), step, target);
  }
}

/**
 * `rows` rows of op(A), `k` values each, into strips of 4 rows; the last strip is as wide as it has
 * rows. Strips follow each other, 4·k values apart.
 */
export function packStrips(
  transposed: bool, rows: i32, k: i32, alpha: f32, a: usize, step: usize, to: usize,
): void {
  const factor = f32x4.splat(alpha);
  const strip: usize = (<usize> k) << 4;
  let row = 0;
  // four strips at once where a row of A lies across them: whole cache lines are read
  for (; transposed && row + 16 <= rows; row += 16, to += 4 * strip, a += 64) {
    for (let left = k, from = a, at = to; left > 0; left--, from += step, at += 16) {
      v128.store(at, f32x4.mul(v128.load(from), factor));
      v128.store(at + strip, f32x4.mul(v128.load(from, 16), factor));
      v128.store(at + 2 * strip, f32x4.mul(v128.load(from, 32), factor));
      v128.store(at + 3 * strip, f32x4.mul(v128.load(from, 48), factor));
    }
  }
  for (; row + 4 <= rows; row += 4, to += strip) {
    let at = to, left = k;
    if (transposed) {
      for (let from = a; left > 0; left--, from += step, at += 16) {
        v128.store(at, f32x4.mul(v128.load(from), factor));
      }
      a += 16;
      continue;
    }
    let from = a;
    for (; left >= 4; left -= 4, from += 16, at += 64) {
      transposeFour(
        f32x4.mul(v128.load(from), factor),
        f32x4.mul(v128.load(from + step), factor),
        f32x4.mul(v128.load(from + 2 * step), factor),
        f32x4.mul(v128.load(from + 3 * step), factor),
        at,
        16,
      );
    }
    for (; left > 0; left--, from += 4, at += 16) {
      store<f32>(at, load<f32>(from) * alpha);
      store<f32>(at, load<f32>(from + step) * alpha, 4);
      store<f32>(at, load<f32>(from + 2 * step) * alpha, 8);
      store<f32>(at, load<f32>(from + 3 * step) * alpha, 12);
    }
    a += 4 * step;
  }
  const rest = rows - row;
  const across: usize = transposed ? 4 : step;
  const along: usize = transposed ? step : 4;
  for (let i = 0; i < rest; i++, a += across, to += 4) {
    for (let j = 0, from = a, at = to; j < k; j++, from += along, at += (<usize> rest) << 2) {
      store<f32>(at, load<f32>(from) * alpha);
    }
  }
}
