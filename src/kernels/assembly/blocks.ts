// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Blocks of C from the rows of A that were taken and from panels of B (see pack.ts). */
import { panelColumns } from "../panel";
import { doublePanelRows, narrowStripRows, pairedPanelRows, pairedPanelTerms } from "../tuning";
import { loadTail, storeTail } from "./lanes";
import { joined } from "./micro";
import { oneRowTransposed } from "./one_row_transposed";
import { panelStep, stripRows, usedColumns } from "./pack";
import { tile, zeros } from "./scratch";
import { left, leftStep, multiplyStrips, packed, plain } from "./taken_rows";

/** Copies `rows` × `width` (below 24) elements between C and the tile. */
@inline
function moveTile(
  rows: i32, width: i32, to: usize, toStep: usize, from: usize, fromStep: usize,
): void {
  const tail = width & 3;
  const whole: usize = (<usize> (width - tail)) << 2;
  for (; rows > 0; rows--, to += toStep, from += fromStep) {
    for (let x: usize = 0; x < whole; x += 16) v128.store(to + x, v128.load(from + x));
    if (tail) storeTail(to + whole, loadTail(from + whole, tail), tail);
  }
}

/** Strips of `rows` with some panels, by way of the tile where their vectors are wider than C. */
function equalStrips(
  strips: i32, rows: i32, width: i32, vectors: i32, k: i32, a: usize, aStep: usize,
  stripStep: usize, b: usize, b1: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  if (width == vectors << 2) {
    const from = resume ? c : zeros, fromStep = resume ? cStep : 0;
    multiplyStrips(
      rows, vectors, strips, k, a, aStep, stripStep, b, b1, bStep, from, fromStep, c, cStep,
    );
    return;
  }
  const tileStep = <usize> vectors << 4;
  const from = resume ? tile : zeros, fromStep = resume ? tileStep : 0;
  for (; strips > 0; strips--, a += stripStep, c += <usize> rows * cStep) {
    if (resume) moveTile(rows, width, tile, tileStep, c, cStep);
    multiplyStrips(
      rows, vectors, 1, k, a, aStep, stripStep, b, b1, bStep, from, fromStep, tile, tileStep,
    );
    moveTile(rows, width, c, cStep, tile, tileStep);
  }
}

/**
 * C's `width` columns by so many vectors, the rows shared out to strips of at most `most`, as equal
 * as may be.
 */
function columnsOf(
  rows: i32, most: i32, width: i32, vectors: i32, k: i32,
  b: usize, b1: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  const count = (rows + most - 1) / most;
  const size = rows / count;
  const larger = rows - count * size;
  let from = left;
  for (let strips = larger, more: usize = 1; ; strips = count - larger, more = 0) {
    const along = (<usize> size + more) << 2;
    const stripStep =
      plain ? (<usize> size + more) * leftStep : packed ? <usize> k * along : along;
    equalStrips(
      strips, size + <i32> more, width, vectors, k, from, packed ? along : leftStep, stripStep,
      b, b1, bStep, c, cStep, resume,
    );
    if (!more) break;
    from += <usize> strips * stripStep;
    c += <usize> strips * (<usize> size + more) * cStep;
  }
}

/** C's `width` (1 to 16) columns of one panel. */
export function onePanel(
  rows: i32, width: i32, k: i32, b: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  // vectors that are not joined need not come in pairs: the fourth is left out
  if (!joined && width > 8 && width <= 12) {
    onePanel(rows, 8, k, b, bStep, c, cStep, resume);
    return onePanel(rows, width - 8, k, b + 32, bStep, c + 32, cStep, resume);
  }
  const vectors = usedColumns(width) >> 2;
  const most = plain && vectors < 4 ? narrowStripRows : stripRows;
  columnsOf(rows, most, width, vectors, k, b, 0, bStep, c, cStep, resume);
}

/**
 * C's block of `rows` × `columns` from panels of B: panel p is at b + p·panelBytes, its values for
 * one k `bStep` bytes from those for the k before.
 */
export function manyPanels(
  rows: i32, columns: i32, k: i32,
  b: usize, bStep: usize, panelBytes: usize, c: usize, cStep: usize, resume: bool,
): void {
  if (rows <= doublePanelRows && !packed) {
    const width = 2 * panelColumns;
    for (; columns >= width; columns -= width, b += 2 * panelBytes, c += 2 * panelStep) {
      columnsOf(rows, doublePanelRows, width, 8, k, b, b + panelBytes, bStep, c, cStep, resume);
    }
  }
  for (; columns > 0; columns -= panelColumns, b += panelBytes, c += panelStep) {
    if (plain && joined && columns > panelColumns && columns <= 24 && k > pairedPanelTerms) {
      return columnsOf(
        rows, pairedPanelRows, columns, 6, k, b, b + panelBytes, bStep, c, cStep, resume,
      );
    }
    onePanel(rows, min(panelColumns, columns), k, b, bStep, c, cStep, resume);
  }
}

/**
 * As {@link manyPanels} for a few `rows` that are not packed and a B whose columns lie along
 * memory, `bStep` apart.
 */
export function transposedColumns(
  rows: i32, columns: i32, k: i32, b: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  const across: usize = plain ? leftStep : 4;
  const along: usize = plain ? 4 : leftStep;
  for (; columns > 0; columns -= panelColumns, b += panelColumns * bStep, c += panelStep) {
    for (let row: usize = 0; row < <usize> rows; row++) {
      oneRowTransposed(k, left + row * across, along, b, bStep, c + row * cStep, resume);
    }
  }
}
