// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Entry of product_wasm.wasm and, built with FUSED=1, product_fma.wasm: matrix products in blocks that
 * fit the caches. See micro_four.ts for the order of the sums, and Product in src/kernels/kernels.ts
 * for the interface.
 */
import {
  blockColumns, blockDepth, blockRows, lastColumns, lastPanel, panels, rowsApart, strips, takeLying, takePacked, wholeColumns, wholeTransposedColumns,
} from "./blocks";
import { packPanels, packStrips, panelStep, panelWidth } from "./pack";

export { scratchBytes, setScratch } from "./blocks";

/** Up to so many rows a plain B is read where it lies: packing it would cost more than it saves. */
const directRows: i32 = 64;
/** Likewise a transposed one, from which a row of A takes longer to multiply. */
const directTransposedRows: i32 = 2;
/** A transposed B that few rows use is packed in so narrow blocks that they stay in the first cache. */
const fewRows: i32 = 16;
const fewColumns: i32 = 32;

@inline
function panelsOf(n: i32): i32 {
  return (n + (panelWidth - 1)) >> 4;
}

/** Bytes of op(B), k×n, once packed. */
export function packedBytes(k: i32, n: i32): usize {
  return <usize> panelsOf(n) * <usize> k * panelStep;
}

/** Packs panels first…last−1 of op(B) for gemmPacked. */
export function pack(
  transposeB: bool, k: i32, n: i32, b: usize, ldb: usize, packed: usize, first: i32, last: i32,
): void {
  packPanels(transposeB, k, n, b, ldb << 2, packed, (<usize> k) * panelStep, first, last);
}

/** C = 0 where there is nothing to add to it. */
function clear(m: i32, n: i32, c: usize, cStep: usize): void {
  for (let row = 0; row < m; row++, c += cStep) memory.fill(c, 0, (<usize> n) << 2);
}

/** Element (row, column) of op(X) for an X with rows `step` bytes apart. */
@inline
function element(transposed: bool, x: usize, step: usize, row: i32, column: i32): usize {
  return transposed
    ? x + <usize> column * step + ((<usize> row) << 2)
    : x + <usize> row * step + ((<usize> column) << 2);
}

/** Up to so many columns A is read where it lies: packing it would cost more than it saves. */
const apartColumns: i32 = 32;

/**
 * gemm for alpha = 1, a plain A with a multiple of 4 rows, and few columns. These are shared out to
 * panels of 8, 12 or 16, since 4 by themselves would wait for each other's sums.
 */
function gemmApart(
  transposeB: bool, m: i32, n: i32, k: i32, a: usize, aStep: usize, b: usize, bStep: usize, beta: i32, c: usize, cStep: usize,
): void {
  for (let from = 0; from < k; from += blockDepth) {
    const depth = min(blockDepth, k - from);
    const left = element(false, a, aStep, 0, from);
    for (let column = 0; column < n; ) {
      const rest = n - column;
      const width = rest > 16 && rest <= 24 ? 12 : min(16, rest);
      const corner = element(transposeB, b, bStep, from, column);
      packPanels(transposeB, depth, width, corner, bStep, panels, 0, 0, 1);
      const target = element(false, c, cStep, 0, column);
      rowsApart(m, width, depth, left, aStep, panels, target, cStep, from > 0 || beta != 0);
      column += width;
    }
  }
}

/** C = beta·C + alpha·op(A)·op(B). */
export function gemm(
  transposeA: bool,
  transposeB: bool,
  m: i32,
  n: i32,
  k: i32,
  alpha: f32,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  beta: i32,
  c: usize,
  ldc: usize,
): void {
  const aStep = lda << 2, bStep = ldb << 2, cStep = ldc << 2;
  if (k == 0 && beta == 0) clear(m, n, c, cStep);
  if (!transposeA && alpha == 1 && n <= apartColumns && m >= 64) {
    const whole = m & ~3;
    gemmApart(transposeB, whole, n, k, a, aStep, b, bStep, beta, c, cStep);
    a = element(false, a, aStep, whole, 0);
    c = element(false, c, cStep, whole, 0);
    m -= whole;
    if (m == 0) return;
  }
  const lies = transposeA && !transposeB && alpha == 1 && m <= apartColumns;
  const direct = m <= (transposeB ? directTransposedRows : directRows);
  const widest = transposeB && m <= fewRows ? fewColumns : blockColumns;
  for (let column = 0; column < n; column += widest) {
    const columns = min(widest, n - column);
    const whole = columns & ~15;
    for (let from = 0; from < k; from += blockDepth) {
      const depth = min(blockDepth, k - from);
      const panelBytes = (<usize> depth) * panelStep;
      const resume = from > 0 || beta != 0;
      const corner = element(transposeB, b, bStep, from, column);
      const last = direct ? lastPanel : panels + <usize> (whole >> 4) * panelBytes;
      if (!direct) packPanels(transposeB, depth, whole, corner, bStep, panels, panelBytes, 0, whole >> 4);
      if (whole < columns) {
        const edge = element(transposeB, b, bStep, from, column + whole);
        packPanels(transposeB, depth, columns - whole, edge, bStep, last, panelBytes, 0, 1);
      }
      for (let row = 0; row < m; row += blockRows) {
        const rows = min(blockRows, m - row);
        const left = element(transposeA, a, aStep, row, from);
        if (lies) takeLying(left, aStep);
        else {
          packStrips(transposeA, rows, depth, alpha, left, aStep, strips);
          takePacked(rows, depth);
        }
        const target = element(false, c, cStep, row, column);
        if (!direct) {
          wholeColumns(rows, whole, depth, panels, panelStep, panelBytes, target, cStep, resume);
        } else if (transposeB) {
          wholeTransposedColumns(rows, whole, depth, corner, bStep, target, cStep, resume);
        } else {
          wholeColumns(rows, whole, depth, corner, bStep, panelStep, target, cStep, resume);
        }
        if (whole < columns) {
          lastColumns(rows, columns - whole, depth, last, target + ((<usize> whole) << 2), cStep, resume);
        }
      }
    }
  }
}

/** C = beta·C + alpha·op(A)·B for a B packed before. */
export function gemmPacked(
  transposeA: bool,
  m: i32,
  n: i32,
  k: i32,
  alpha: f32,
  a: usize,
  lda: usize,
  packed: usize,
  beta: i32,
  c: usize,
  ldc: usize,
): void {
  const aStep = lda << 2, cStep = ldc << 2;
  const panelBytes = (<usize> k) * panelStep;
  const whole = n & ~15;
  if (k == 0 && beta == 0) clear(m, n, c, cStep);
  for (let from = 0; from < k; from += blockDepth) {
    const depth = min(blockDepth, k - from);
    const resume = from > 0 || beta != 0;
    const first = packed + (<usize> from) * panelStep;
    const last = first + <usize> (whole >> 4) * panelBytes;
    for (let row = 0; row < m; row += blockRows) {
      const rows = min(blockRows, m - row);
      packStrips(transposeA, rows, depth, alpha, element(transposeA, a, aStep, row, from), aStep, strips);
      takePacked(rows, depth);
      const target = element(false, c, cStep, row, 0);
      wholeColumns(rows, whole, depth, first, panelStep, panelBytes, target, cStep, resume);
      if (whole < n) {
        lastColumns(rows, n - whole, depth, last, target + ((<usize> whole) << 2), cStep, resume);
      }
    }
  }
}
