// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Blocks of C from rows of A and panels of B (see pack.ts), and where an instance keeps them. */
import { loadTail, storeTail } from "./lanes";
import { apart, joined, setJoined, side } from "./micro";
import { oneRowTransposed } from "./one_row_transposed";
import { packStrips, stripRows, usedColumns } from "./pack";

/** Rows of A, terms of the sums and columns of B in a block: A's block and a panel stay in the caches. */
export const blockRows: i32 = 96;
export const blockDepth: i32 = 256;
export const blockColumns: i32 = 1024;

/** Rows of A that narrow panels take at once. */
const narrowRows: i32 = 7;
/** Likewise two panels of 17 to 24 columns together; with fewer terms these cost more than they save. */
const pairRows: i32 = 3;
const pairTerms: i32 = 48;

/** The last block of rows may be nearly twice as high as the others. */
const stripsBytes: usize = 2 * blockRows * blockDepth * 4;
const panelsBytes: usize = blockDepth * blockColumns * 4;
const lastPanelBytes: usize = blockDepth * 64;
const tileBytes: usize = narrowRows * 64;
const zerosBytes: usize = 128;

/** A block of A, packed. */
let strips: usize = 0;
/** A block of B, packed. */
export let panels: usize = 0;
/** The last columns of a B that is not packed else. */
export let lastPanel: usize = 0;
/** A block of C: 7 × 8, 6 × 16 or 3 × 24. */
let tile: usize = 0;
/** A row of zeros, from which sums start that have nothing before them. */
let zeros: usize = 0;

export function scratchBytes(): usize {
  return stripsBytes + panelsBytes + lastPanelBytes + tileBytes + zerosBytes;
}

/** Where this instance may write scratchBytes(), and whether V8 joins vectors of four to vectors of eight. */
export function setScratch(pointer: usize, vectorsAreJoined: bool): void {
  setJoined(vectorsAreJoined);
  strips = pointer;
  panels = strips + stripsBytes;
  lastPanel = panels + panelsBytes;
  tile = lastPanel + lastPanelBytes;
  zeros = tile + tileBytes;
  memory.fill(zeros, 0, zerosBytes);
}

/** Copies `rows` × `width` (below 24) elements between C and the tile. */
@inline
function moveTile(rows: i32, width: i32, to: usize, toStep: usize, from: usize, fromStep: usize): void {
  const tail = width & 3;
  const whole: usize = (<usize> (width - tail)) << 2;
  for (; rows > 0; rows--, to += toStep, from += fromStep) {
    for (let x: usize = 0; x < whole; x += 16) v128.store(to + x, v128.load(from + x));
    if (tail) storeTail(to + whole, loadTail(from + whole, tail), tail);
  }
}

// Rows of A: those of a plain A where they lie, `leftStep` bytes apart; those of a transposed A side by
// side for each k, either where they lie, `leftStep` bytes from those for the k before, or in strips.
let left: usize = 0;
let leftStep: usize = 0;
let plain: bool = false;
let packed: bool = false;

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

/** Strips of `rows` with some panels, by way of the tile where their vectors are wider than C. */
function equalStrips(
  strips: i32, rows: i32, width: i32, vectors: i32, k: i32, a: usize, aStep: usize, stripStep: usize, b: usize, b1: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  if (width == vectors << 2) {
    const from = resume ? c : zeros, fromStep = resume ? cStep : 0;
    if (plain) apart(rows, vectors, strips, k, a, aStep, stripStep, b, b1, bStep, from, fromStep, c, cStep);
    else side(rows, vectors, strips, k, a, aStep, stripStep, b, b1, bStep, from, fromStep, c, cStep);
    return;
  }
  const tileStep = <usize> vectors << 4;
  const from = resume ? tile : zeros, fromStep = resume ? tileStep : 0;
  for (; strips > 0; strips--, a += stripStep, c += <usize> rows * cStep) {
    if (resume) moveTile(rows, width, tile, tileStep, c, cStep);
    if (plain) apart(rows, vectors, 1, k, a, aStep, stripStep, b, b1, bStep, from, fromStep, tile, tileStep);
    else side(rows, vectors, 1, k, a, aStep, stripStep, b, b1, bStep, from, fromStep, tile, tileStep);
    moveTile(rows, width, c, cStep, tile, tileStep);
  }
}

/** C's `width` columns by so many vectors, the rows shared out to strips of at most `most`, as equal as may be. */
function columnsOf(
  rows: i32, most: i32, width: i32, vectors: i32, k: i32, b: usize, b1: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  const count = (rows + most - 1) / most;
  const size = rows / count;
  const larger = rows - count * size;
  let from = left;
  for (let strips = larger, more: usize = 1; ; strips = count - larger, more = 0) {
    const along = (<usize> size + more) << 2;
    const stripStep = plain ? (<usize> size + more) * leftStep : packed ? <usize> k * along : along;
    equalStrips(
      strips, size + <i32> more, width, vectors, k, from, packed ? along : leftStep, stripStep, b, b1, bStep, c, cStep, resume,
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
  const most = plain && vectors < 4 ? narrowRows : stripRows;
  columnsOf(rows, most, width, vectors, k, b, 0, bStep, c, cStep, resume);
}

/**
 * C's block of `rows` × `columns` from panels of B: panel p is at b + p·panelBytes, its values for one k
 * `bStep` bytes from those for the k before.
 */
export function manyPanels(
  rows: i32, columns: i32, k: i32, b: usize, bStep: usize, panelBytes: usize, c: usize, cStep: usize, resume: bool,
): void {
  if (rows <= 2 && !packed) {
    for (; columns >= 32; columns -= 32, b += 2 * panelBytes, c += 128) {
      columnsOf(rows, 2, 32, 8, k, b, b + panelBytes, bStep, c, cStep, resume);
    }
  }
  for (; columns > 0; columns -= 16, b += panelBytes, c += 64) {
    if (plain && joined && columns > 16 && columns <= 24 && k > pairTerms) {
      return columnsOf(rows, pairRows, columns, 6, k, b, b + panelBytes, bStep, c, cStep, resume);
    }
    onePanel(rows, min(16, columns), k, b, bStep, c, cStep, resume);
  }
}

/** As {@link manyPanels} for a few `rows` that are not packed and a B whose columns lie along memory, `bStep` apart. */
export function transposedColumns(
  rows: i32, columns: i32, k: i32, b: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  const across: usize = plain ? leftStep : 4;
  const along: usize = plain ? 4 : leftStep;
  for (; columns > 0; columns -= 16, b += bStep << 4, c += 64) {
    for (let row: usize = 0; row < <usize> rows; row++) {
      oneRowTransposed(k, left + row * across, along, b, bStep, c + row * cStep, resume);
    }
  }
}
