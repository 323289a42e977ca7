/**
 * Places in the shared memory, which has up to 4 GiB. From 2³¹ on, `>> 2` makes an address
 * negative, and typed arrays ignore what is written there. So the compiler does not take a pointer
 * for a number: only the functions here compute with it.
 */
declare const kind: unique symbol;

/** Byte offset into the shared memory, below 2³². It is a number at run time. */
export interface Pointer {
  readonly [kind]: "pointer";
}

/** The pointer to a byte of the memory. */
export const pointerTo = (byte: number): Pointer => byte as unknown as Pointer;

/** The byte that a pointer names. */
export const byteOf = (pointer: Pointer): number => pointer as unknown as number;

/** No place: kernels skip it. No matrix of a plan is there (reserved_bytes.ts). */
export const nowhere: Pointer = pointerTo(0);

/** The pointer so many bytes further on. */
export const bytesOn = (pointer: Pointer, bytes: number): Pointer =>
  pointerTo(byteOf(pointer) + bytes);

/** The pointer so many elements of four bytes (float32 or int32) further on. */
export const elementsOn = (pointer: Pointer, elements: number): Pointer =>
  pointerTo(byteOf(pointer) + 4 * elements);

/** Index in a Float32Array or Int32Array of the whole memory. */
export const elementIndex = (pointer: Pointer): number => byteOf(pointer) / 4;

/** Index in a Float64Array of the whole memory. */
export const doubleIndex = (pointer: Pointer): number => byteOf(pointer) / 8;
