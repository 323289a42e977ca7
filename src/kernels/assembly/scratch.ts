// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Where an instance of the product keeps its blocks of A, B and C. */
import { blockColumns, blockDepth, blockRows, narrowStripRows } from "../tuning";
import { setJoined } from "./micro";
import { panelStep } from "./pack";

/** The last block of rows may be nearly twice as high as the others. */
const stripsBytes: usize = 2 * blockRows * blockDepth * 4;
const panelsBytes: usize = blockDepth * blockColumns * 4;
const lastPanelBytes: usize = blockDepth * panelStep;
const tileBytes: usize = narrowStripRows * panelStep;
const zerosBytes: usize = 128;

/** A block of A, packed. */
export let strips: usize = 0;
/** A block of B, packed. */
export let panels: usize = 0;
/** The last columns of a B that is not packed else. */
export let lastPanel: usize = 0;
/** A block of C: 7 × 8, 6 × 16 or 3 × 24. */
export let tile: usize = 0;
/** A row of zeros, from which sums start that have nothing before them. */
export let zeros: usize = 0;

export function scratchBytes(): usize {
  return stripsBytes + panelsBytes + lastPanelBytes + tileBytes + zerosBytes;
}

/**
 * Where this instance may write scratchBytes(), and whether V8 joins vectors of four to vectors of
 * eight.
 */
export function setScratch(pointer: usize, vectorsAreJoined: bool): void {
  setJoined(vectorsAreJoined);
  strips = pointer;
  panels = strips + stripsBytes;
  lastPanel = panels + panelsBytes;
  tile = lastPanel + lastPanelBytes;
  zeros = tile + tileBytes;
  memory.fill(zeros, 0, zerosBytes);
}
