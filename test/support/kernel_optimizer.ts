/** An optimizer that runs its float32 kernel, on arrays of its own in shared memory. */
import { nowhere, pointerTo } from "../../src/kernels/pointer.ts";
import { loadKernels } from "../../src/kernels/load_kernels.ts";
import { reservedBytes } from "../../src/kernels/reserved_bytes.ts";
import { sharedMemory } from "../../src/kernels/shared_memory.ts";
import type { Optimizer, UpdateSettings } from "../../src/compute/optimizer/optimizer.ts";

const memory = sharedMemory(4 * 65536);
const kernels = loadKernels(memory);
const settingsBytes = 16 * 4;

export interface KernelArrays {
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  readonly slots: readonly Float32Array[];
}

/** Arrays of one length in the memory that the kernels see; the next call overwrites them. */
export function kernelArrays(optimizer: Optimizer, length: number): KernelArrays {
  const array = (place: number) =>
    new Float32Array(memory.buffer, reservedBytes + settingsBytes + place * length * 4, length)
      .fill(0);
  return {
    parameters: array(0),
    gradient: array(1),
    slots: optimizer.slots.map((_, i) => array(2 + i)),
  };
}

/** One update of elements first…last−1 by the kernel. */
export function kernelUpdate(
  optimizer: Optimizer,
  { parameters, gradient, slots }: KernelArrays,
  settings: UpdateSettings,
  first = 0,
  last = parameters.length,
): void {
  new Float32Array(memory.buffer, reservedBytes, 16).set(optimizer.kernelSettings(settings));
  const at = (array: Float32Array | undefined) =>
    array === undefined ? nowhere : pointerTo(array.byteOffset + first * 4);
  kernels.update(
    optimizer.code,
    at(parameters),
    at(gradient),
    at(slots[0]),
    at(slots[1]),
    last - first,
    pointerTo(reservedBytes),
  );
}
