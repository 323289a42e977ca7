/** How fast matrices are multiplied here. */
import { loadProduct, productScratchBytes } from "../kernels/load_product.ts";
import { byteOf, pointerTo } from "../kernels/pointer.ts";
import type { ProductKind } from "../kernels/product.ts";
import { reservedBytes } from "../kernels/reserved_bytes.ts";
import { sharedMemory } from "../kernels/shared_memory.ts";

/** Rows and columns of the matrices: they fit the caches of any processor. */
const size = 256;

/** Milliseconds that are measured, after as many that are not. */
const measured = 200;

/** Billions of multiplications and additions a second (GFLOP/s) of one thread. */
export function productSpeed(kind: ProductKind): number {
  const bytes = 4 * size * size;
  const at = (place: number) => pointerTo(reservedBytes + productScratchBytes + place * bytes);
  const memory = sharedMemory(byteOf(at(3)));
  const product = loadProduct(kind, memory, pointerTo(reservedBytes));
  for (const matrix of [at(0), at(1)]) {
    new Float32Array(memory.buffer, byteOf(matrix), size * size).fill(0.5);
  }
  const multiply = () =>
    product.gemm(false, false, size, size, size, 1, at(0), size, at(1), size, 0, at(2), size);
  timesIn(measured, multiply);
  return timesIn(measured, multiply) * 2 * size ** 3 / 1e9;
}

/** How often a second something is done, measured for so many milliseconds. */
function timesIn(milliseconds: number, once: () => void): number {
  const start = performance.now();
  let times = 0, now = start;
  for (; now < start + milliseconds; now = performance.now()) {
    once();
    times++;
  }
  return times / (now - start) * 1000;
}
