import type { sharedMemory as shared } from "../../src/kernels/shared_memory.ts";

const pageBytes = 65536;

/** Stands in for src/kernels/shared_memory.ts in a browser: one thread needs no shared memory. */
export const sharedMemory: typeof shared = (bytes) => {
  const pages = Math.ceil(bytes / pageBytes);
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
};
