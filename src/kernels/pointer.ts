/**
 * Places in the shared memory, which has up to 4 GiB: from 2³¹ on, `>> 2` makes a negative number of an
 * address, and typed arrays drop what is written there. So a pointer is a number that the compiler takes
 * for none: nobody can shift it or add to it but by the functions here.
 */
declare const kind: unique symbol;

/** Byte offset into the shared memory, below 2³²; a number at run time, as kernels and messages want. */
export interface Pointer {
  readonly [kind]: "pointer";
}

/** The pointer to a byte of the memory. */
export const pointerTo = (byte: number): Pointer => byte as unknown as Pointer;

/** The byte that a pointer names. */
export const byteOf = (pointer: Pointer): number => pointer as unknown as number;

/** Stands where there is nothing: kernels leave it out. No plan's matrix is there (reserved_bytes.ts). */
export const nowhere: Pointer = pointerTo(0);

/** So many bytes on. */
export const bytesOn = (pointer: Pointer, bytes: number): Pointer =>
  pointerTo(byteOf(pointer) + bytes);

/** So many elements of four bytes (float32 or int32) on. */
export const elementsOn = (pointer: Pointer, elements: number): Pointer =>
  pointerTo(byteOf(pointer) + 4 * elements);

/** Index in a Float32Array or Int32Array of the whole memory. */
export const elementIndex = (pointer: Pointer): number => byteOf(pointer) / 4;

/** Index in a Float64Array of the whole memory. */
export const doubleIndex = (pointer: Pointer): number => byteOf(pointer) / 8;
