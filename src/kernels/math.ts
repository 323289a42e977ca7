/**
 * float64 functions for the main thread (metrics, schedules, sampling), accurate to one unit in the
 * last place. They give the same bits in every runtime, which `Math.exp` and the like do not.
 */
import { loadKernels } from "./load_kernels.ts";
import { reservedBytes } from "./reserved_bytes.ts";
import { sharedMemory } from "./shared_memory.ts";

const kernels = loadKernels(sharedMemory(reservedBytes));

/** e^x. */
export const exp: (x: number) => number = kernels.exp;

/** Natural logarithm. */
export const log: (x: number) => number = kernels.log;

/** Cosine of x in radians. */
export const cos: (x: number) => number = kernels.cos;

/** x^y. */
export const pow: (x: number, y: number) => number = kernels.pow;
