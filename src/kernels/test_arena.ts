/** A shared memory for tests, handed out front to back. */
import { byteOf, type Pointer, pointerTo } from "./pointer.ts";
import { reservedBytes } from "./reserved_bytes.ts";
import { sharedMemory } from "./shared_memory.ts";

export class TestArena {
  readonly memory: WebAssembly.Memory;
  #next: number = reservedBytes;

  /** A memory of `pages` times 64 KiB. */
  constructor(pages: number) {
    this.memory = sharedMemory(pages * 65536);
  }

  /** Forgets everything handed out. */
  reset(): void {
    this.#next = reservedBytes;
  }

  /** `bytes` from a multiple of `align`. */
  bytes(bytes: number, align = 4): Pointer {
    const at = Math.ceil(this.#next / align) * align;
    this.#next = at + bytes;
    if (this.#next > this.memory.buffer.byteLength) throw new Error("The test's memory is full");
    return pointerTo(at);
  }

  /** Room for the values as float32, filled with them. */
  floats(values: ArrayLike<number>): Pointer {
    const at = this.bytes(4 * values.length);
    new Float32Array(this.memory.buffer, byteOf(at), values.length).set(values);
    return at;
  }

  /** Room for the values as int32, filled with them. */
  ints(values: ArrayLike<number>): Pointer {
    const at = this.bytes(4 * values.length);
    new Int32Array(this.memory.buffer, byteOf(at), values.length).set(values);
    return at;
  }

  /** A view of `n` float32. */
  view(at: Pointer, n: number): Float32Array {
    return new Float32Array(this.memory.buffer, byteOf(at), n);
  }
}

/** A float32 in −1…1 that depends on `seed` and `i`: test data that fast-check needn't carry. */
export function testNumber(seed: number, i: number): number {
  const x = Math.imul(Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b), 0xc2b2ae35);
  return Math.fround(((x ^ (x >>> 15)) >> 8) / 0x800000);
}

/** `n` of {@link testNumber}, times `scale`. */
export function testNumbers(seed: number, n: number, scale = 1): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => scale * testNumber(seed, i));
}

/**
 * `n` whole numbers from −4 to 4: their products and sums have no rounding, so any order gives the
 * same.
 */
export function wholeNumbers(seed: number, n: number): Float32Array {
  return testNumbers(seed, n, 4).map(Math.round);
}

/** Whether two arrays hold the same numbers; −0 is 0. */
export function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
