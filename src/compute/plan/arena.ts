/**
 * Places in the shared memory, allocated one after another and never freed: a plan is laid out once
 * per run, for the largest batch. Every place starts on a cache line.
 */
import { byteOf, type Pointer, pointerTo } from "../../kernels/pointer.ts";

/** Bytes of a line of the processor's cache, and how many int32 words they are. */
export const cacheLine = 64;
export const lineWords = cacheLine / 4;

export interface Arena {
  /** Reserves a number of bytes. */
  readonly bytes: (count: number) => Pointer;
  /** Reserves a number of float32 or int32 elements. */
  readonly elements: (count: number) => Pointer;
  /** Bytes reserved so far, from the start of the memory. */
  readonly size: () => number;
}

/** An arena whose first place is at `start`. */
export const makeArena = (start: Pointer): Arena => {
  let next = Math.ceil(byteOf(start) / cacheLine) * cacheLine;
  const bytes = (count: number): Pointer => {
    const pointer = pointerTo(next);
    next = Math.ceil((next + count) / cacheLine) * cacheLine;
    return pointer;
  };
  return { bytes, elements: (count) => bytes(count * 4), size: () => next };
};
