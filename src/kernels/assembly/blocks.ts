// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Blocks of C from strips of A and panels of B (see pack.ts), and where an instance keeps them. */
import { loadTail, storeTail } from "./lanes";
import { apartByEight, apartByFour, apartBySixteen, apartByTwelve } from "./micro_apart";
import { oneRow, oneRowTwice, threeRows, twoRows, twoRowsTwice } from "./micro_few";
import { fourByEight, fourByFour, fourRows } from "./micro_four";
import { oneRowTransposed } from "./one_row_transposed";
import { panelStep } from "./pack";

/** Rows of A, terms of the sums and columns of B in a block: A's block and a panel stay in the caches. */
export const blockRows: i32 = 128;
export const blockDepth: i32 = 256;
export const blockColumns: i32 = 1024;

const stripsBytes: usize = blockRows * blockDepth * 4;
const panelsBytes: usize = blockDepth * blockColumns * 4;
const lastPanelBytes: usize = blockDepth * 64;
const tileBytes: usize = 256;

/** A block of A, packed. */
export let strips: usize = 0;
/** A block of B, packed. */
export let panels: usize = 0;
/** The last columns of a B that is not packed else. */
export let lastPanel: usize = 0;
/** 4 × 16 of C. */
let tile: usize = 0;

export function scratchBytes(): usize {
  return stripsBytes + panelsBytes + lastPanelBytes + tileBytes;
}

/** Where this instance may write scratchBytes(). */
export function setScratch(pointer: usize): void {
  strips = pointer;
  panels = strips + stripsBytes;
  lastPanel = panels + panelsBytes;
  tile = lastPanel + lastPanelBytes;
}

/** `rows` (1 to 4) × 16 of C. */
@inline
function smallBlock(
  rows: i32, k: i32, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  if (rows == 4) fourRows(k, a, aStep, b, bStep, c, cStep, resume);
  else if (rows == 1) oneRow(k, a, aStep, b, bStep, c, resume);
  else if (rows == 2) twoRows(k, a, aStep, b, bStep, c, cStep, resume);
  else threeRows(k, a, aStep, b, bStep, c, cStep, resume);
}

/** Copies `rows` × `width` (below 16) elements between C and the tile. */
@inline
function moveTile(rows: i32, width: i32, to: usize, toStep: usize, from: usize, fromStep: usize): void {
  const tail = width & 3;
  const whole: usize = (<usize> (width - tail)) << 2;
  for (; rows > 0; rows--, to += toStep, from += fromStep) {
    for (let x: usize = 0; x < whole; x += 16) v128.store(to + x, v128.load(from + x));
    if (tail) storeTail(to + whole, loadTail(from + whole, tail), tail);
  }
}

/** `rows` (1 to 4) × `width` (below 16) of C, by way of the tile unless it fits; `b` is a packed panel. */
function narrowBlock(
  rows: i32, width: i32, k: i32, a: usize, aStep: usize, b: usize, c: usize, cStep: usize, resume: bool,
): void {
  if (rows == 4 && width == 4) return fourByFour(k, a, aStep, b, panelStep, c, cStep, resume);
  if (rows == 4 && width == 8) return fourByEight(k, a, aStep, b, panelStep, c, cStep, resume);
  if (resume) moveTile(rows, width, tile, panelStep, c, cStep);
  if (rows == 4 && width <= 4) fourByFour(k, a, aStep, b, panelStep, tile, panelStep, resume);
  else if (rows == 4 && width <= 8) fourByEight(k, a, aStep, b, panelStep, tile, panelStep, resume);
  else smallBlock(rows, k, a, aStep, b, panelStep, tile, panelStep, resume);
  moveTile(rows, width, c, cStep, tile, panelStep);
}

// Rows of A come in strips of four, the first at `left`, `stripStep` bytes apart: a strip's values for
// one k stand side by side, `leftStep` bytes from those for the k before, `restStep` bytes in the last
// strip where that has 1 to 3 rows.
let left: usize = 0;
let stripStep: usize = 0;
let leftStep: usize = 0;
let restStep: usize = 0;

/** Takes rows of A, `k` values each, from where packStrips put them. */
export function takePacked(rows: i32, k: i32): void {
  left = strips;
  stripStep = (<usize> k) << 4;
  leftStep = 16;
  restStep = (<usize> (rows & 3)) << 2;
}

/** Takes rows of A from a transposed A as it lies: the rows' values for one k are `step` bytes from the next. */
export function takeLying(a: usize, step: usize): void {
  left = a;
  stripStep = 16;
  leftStep = step;
  restStep = step;
}

/** The last columns of a block, `width` below 16, from a packed panel. */
export function lastColumns(
  rows: i32, width: i32, k: i32, b: usize, c: usize, cStep: usize, resume: bool,
): void {
  let strip = left;
  for (; rows >= 4; rows -= 4, strip += stripStep, c += 4 * cStep) {
    narrowBlock(4, width, k, strip, leftStep, b, c, cStep, resume);
  }
  if (rows) narrowBlock(rows, width, k, strip, restStep, b, c, cStep, resume);
}

/**
 * C's block of `rows` × `columns` (a multiple of 16) from the strips and from panels of B: panel p is
 * at b + p·panelBytes, its 16 values for one k `bStep` bytes from those for the k before.
 */
export function wholeColumns(
  rows: i32, columns: i32, k: i32, b: usize, bStep: usize, panelBytes: usize, c: usize, cStep: usize, resume: bool,
): void {
  let column = 0;
  if (rows <= 2) {
    for (; column + 32 <= columns; column += 32, b += 2 * panelBytes, c += 128) {
      if (rows == 1) oneRowTwice(k, left, restStep, b, b + panelBytes, bStep, c, resume);
      else twoRowsTwice(k, left, restStep, b, b + panelBytes, bStep, c, cStep, resume);
    }
  }
  for (; column < columns; column += 16, b += panelBytes, c += 64) {
    let strip = left, target = c, rest = rows;
    for (; rest >= 4; rest -= 4, strip += stripStep, target += 4 * cStep) {
      fourRows(k, strip, leftStep, b, bStep, target, cStep, resume);
    }
    if (rest) smallBlock(rest, k, strip, restStep, b, bStep, target, cStep, resume);
  }
}

/** As {@link wholeColumns} for `rows` below 4 and a B whose columns lie along memory, `bStep` apart. */
export function wholeTransposedColumns(
  rows: i32, columns: i32, k: i32, b: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  const aStep = (<usize> rows) << 2;
  for (; columns > 0; columns -= 16, b += bStep << 4, c += 64) {
    for (let row: usize = 0; row < <usize> rows; row++) {
      oneRowTransposed(k, strips + (row << 2), aStep, b, bStep, c + row * cStep, resume);
    }
  }
}

/** 4 × `width` (a multiple of 4 up to 16) of C from rows of A that lie `aRow` bytes apart. */
@inline
function apartBlock(
  width: i32, k: i32, a: usize, aRow: usize, b: usize, c: usize, cStep: usize, resume: bool,
): void {
  if (width == 16) apartBySixteen(k, a, aRow, b, c, cStep, resume);
  else if (width == 12) apartByTwelve(k, a, aRow, b, c, cStep, resume);
  else if (width == 8) apartByEight(k, a, aRow, b, c, cStep, resume);
  else apartByFour(k, a, aRow, b, c, cStep, resume);
}

/** C's `columns` (1 to 16) of a packed panel and `rows` (a multiple of 4) of A as they lie. */
export function rowsApart(
  rows: i32, columns: i32, k: i32, a: usize, aRow: usize, b: usize, c: usize, cStep: usize, resume: bool,
): void {
  const width = (columns + 3) & ~3;
  for (; rows > 0; rows -= 4, a += 4 * aRow, c += 4 * cStep) {
    if (width == columns) {
      apartBlock(width, k, a, aRow, b, c, cStep, resume);
      continue;
    }
    if (resume) moveTile(4, columns, tile, panelStep, c, cStep);
    apartBlock(width, k, a, aRow, b, tile, panelStep, resume);
    moveTile(4, columns, c, cStep, tile, panelStep);
  }
}
