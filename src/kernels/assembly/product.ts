// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Entry of product_wasm.wasm and, built with FUSED=1, product_fma.wasm: matrix products in blocks
 * that fit the caches. See scripts/micro_kernels.ts for the order of the sums, and Product in
 * src/kernels/product.ts for the interface.
 */
import { panelColumns } from "../panel";
import {
  blockColumns, blockDepth, blockRows, directRows, directTransposedRows, fewRows, fewRowsColumns,
  lyingRows, smallBlockRows, smallElements,
} from "../tuning";
import { manyPanels, onePanel, transposedColumns } from "./blocks";
import { packPanels, panelStep } from "./pack";
import { lastPanel, panels } from "./scratch";
import { takePacked, takeRows, takeTransposed } from "./taken_rows";

export { scratchBytes, setScratch } from "./scratch";

@inline
function panelsOf(n: i32): i32 {
  return (n + (panelColumns - 1)) >> ctz(panelColumns);
}

/** Bytes of op(B), k×n, once packed. */
export function packedBytes(k: i32, n: i32): usize {
  return <usize> panelsOf(n) * <usize> k * panelStep;
}

/** Packs panels first…last−1 of op(B) for gemmPacked. */
export function pack(
  transposeB: bool, k: i32, n: i32, b: usize, ldb: usize, packed: usize, first: i32, last: i32,
): void {
  packPanels(transposeB, k, n, 1, b, ldb << 2, packed, (<usize> k) * panelStep, first, last);
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

/** Rows of the next block of `rest` rows: `size`, or all if they are not two blocks. */
@inline
function nextRows(rest: i32, size: i32): i32 {
  return rest < 2 * size ? rest : size;
}

/** Rows of a block, where B's block has so many elements. */
@inline
function rowsOfBlock(transposeA: bool, elements: i32): i32 {
  return !transposeA && elements <= smallElements ? smallBlockRows : blockRows;
}

/** Takes `rows` rows of op(A), the first terms at `a`. */
@inline
function take(transposeA: bool, m: i32, rows: i32, depth: i32, a: usize, aStep: usize): void {
  if (!transposeA) takeRows(a, aStep);
  else if (m <= lyingRows) takeTransposed(a, aStep);
  else takePacked(rows, depth, a, aStep);
}

/** C = beta·C + op(A)·(alpha·op(B)). */
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
  const direct = alpha == 1 && m <= (transposeB ? directTransposedRows : directRows);
  const widest = transposeB && m <= fewRows ? fewRowsColumns : blockColumns;
  for (let column = 0; column < n; column += widest) {
    const columns = min(widest, n - column);
    const whole = columns & -panelColumns;
    const edge = columns - whole;
    const edgeLies = !transposeB && (edge == 4 || edge == 8);
    for (let from = 0; from < k; from += blockDepth) {
      const depth = min(blockDepth, k - from);
      const panelBytes = (<usize> depth) * panelStep;
      const resume = from > 0 || beta != 0;
      const corner = element(transposeB, b, bStep, from, column);
      const last = element(transposeB, b, bStep, from, column + whole);
      if (!direct) {
        const count = panelsOf(columns);
        packPanels(transposeB, depth, columns, alpha, corner, bStep, panels, panelBytes, 0, count);
      } else if (edge && !edgeLies) {
        packPanels(transposeB, depth, edge, 1, last, bStep, lastPanel, panelBytes, 0, 1);
      }
      const block = rowsOfBlock(transposeA, columns * depth);
      for (let row = 0; row < m; ) {
        const rows = nextRows(m - row, block);
        take(transposeA, m, rows, depth, element(transposeA, a, aStep, row, from), aStep);
        const target = element(false, c, cStep, row, column);
        if (direct) {
          if (transposeB) {
            transposedColumns(rows, whole, depth, corner, bStep, target, cStep, resume);
          } else manyPanels(rows, whole, depth, corner, bStep, panelStep, target, cStep, resume);
          if (edge) {
            onePanel(
              rows, edge, depth, edgeLies ? last : lastPanel, edgeLies ? bStep : panelStep,
              target + ((<usize> whole) << 2), cStep, resume,
            );
          }
        } else {
          manyPanels(rows, columns, depth, panels, panelStep, panelBytes, target, cStep, resume);
        }
        row += rows;
      }
    }
  }
}

/** C = beta·C + op(A)·B for a B packed before. */
export function gemmPacked(
  transposeA: bool,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: usize,
  packed: usize,
  beta: i32,
  c: usize,
  ldc: usize,
): void {
  const aStep = lda << 2, cStep = ldc << 2;
  const panelBytes = (<usize> k) * panelStep;
  if (k == 0 && beta == 0) clear(m, n, c, cStep);
  for (let from = 0; from < k; from += blockDepth) {
    const depth = min(blockDepth, k - from);
    const resume = from > 0 || beta != 0;
    const first = packed + (<usize> from) * panelStep;
    const block = rowsOfBlock(transposeA, n * depth);
    for (let row = 0; row < m; ) {
      const rows = nextRows(m - row, block);
      take(transposeA, m, rows, depth, element(transposeA, a, aStep, row, from), aStep);
      const target = element(false, c, cStep, row, 0);
      manyPanels(rows, n, depth, first, panelStep, panelBytes, target, cStep, resume);
      row += rows;
    }
  }
}
