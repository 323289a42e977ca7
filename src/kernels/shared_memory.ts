const pageBytes = 65536;

/** Pages that an address of 32 bits can name. */
const addressable = 65536;

/**
 * A memory of at least `bytes` that threads share; throws a RangeError where the machine has too
 * little. The rest of what 32 bits can address is reserved behind it but not used, so where kernels
 * run without bounds checks (scripts/prepare.ts), a wrong address ends the process and never
 * reaches another memory. Nothing is reserved where a limit on address space forbids it.
 */
export function sharedMemory(bytes: number): WebAssembly.Memory {
  const initial = Math.ceil(bytes / pageBytes);
  try {
    return new WebAssembly.Memory({ initial, maximum: addressable, shared: true });
  } catch {
    return new WebAssembly.Memory({ initial, maximum: initial, shared: true });
  }
}
