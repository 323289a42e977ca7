import { instantiate } from "./instantiate.ts";
import type { Kernels } from "./kernels.ts";

/**
 * The kernels on a shared memory, of at least `reservedBytes`. Works on the main thread and in
 * workers; each thread loads its own.
 */
export function loadKernels(memory: WebAssembly.Memory): Kernels {
  // what src/kernels/assembly/kernels.ts exports; a test calls every function
  return instantiate("./kernels.wasm", memory) as unknown as Kernels;
}
