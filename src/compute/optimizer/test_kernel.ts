/** An optimizer that runs its float32 kernel, on arrays of its own in shared memory. */
import assert from "node:assert/strict";
import { nowhere, pointerTo } from "../../kernels/pointer.ts";
import { updateSettings } from "../../kernels/kernels.ts";
import { loadKernels } from "../../kernels/load_kernels.ts";
import { reservedBytes } from "../../kernels/reserved_bytes.ts";
import { sharedMemory } from "../../kernels/shared_memory.ts";
import type { Optimizer, UpdateSettings } from "./optimizer.ts";

const memory = sharedMemory(4 * 65536);
const kernels = loadKernels(memory);
const settingsBytes = updateSettings * 4;

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
  new Float32Array(memory.buffer, reservedBytes, updateSettings).set(
    optimizer.kernelSettings(settings),
  );
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

/**
 * That the kernel, given the optimizer's numbers, moves parameters and slots as its update does.
 * Some gradients are clipped, and no two of the settings are equal, so that none can stand for
 * another.
 */
export function assertKernelAgrees(optimizer: Optimizer): void {
  const settings = { learningRate: 0.25, gradientScale: 0.75, gradientLimit: 2.5, time: 3 };
  const arrays = kernelArrays(optimizer, 11);
  const parts = [arrays.parameters, arrays.gradient, ...arrays.slots];
  parts.forEach((part, at) =>
    part.forEach((_, i) => part[i] = at < 2 ? Math.sin(9 * at + i) * 5 : 0.5 + i / (2 + at))
  );
  const [parameters, gradient, ...slots] = parts.map((part) => Float64Array.from(part));
  optimizer.update(parameters!, gradient!, slots, settings);
  kernelUpdate(optimizer, arrays, settings);
  const close = (got: Float32Array, wanted: Float64Array, name: string) =>
    wanted.forEach((value, i) =>
      assert.ok(
        Math.abs(got[i]! - value) <= 1e-5 * (1 + Math.abs(value)),
        `${name} ${i}: ${got[i]} is not ${value}`,
      )
    );
  close(arrays.parameters, parameters!, "parameter");
  slots.forEach((slot, i) => close(arrays.slots[i]!, slot, optimizer.slots[i]!));
}
