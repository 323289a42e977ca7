import { blasProduct } from "./blas_product.ts";
import { instantiate } from "./instantiate.ts";
import type { Product } from "./kernels.ts";
import type { Pointer } from "./pointer.ts";
import type { ProductKind } from "./product_kind.ts";
import { joinsVectors } from "../base/runtime.ts";

/** What src/kernels/assembly/product.ts exports. */
interface ProductExports {
  readonly setScratch: (pointer: Pointer, joined: boolean) => void;
  readonly scratchBytes: () => number;
  readonly packedBytes: (k: number, n: number) => number;
  readonly pack: Product["pack"];
  readonly gemm: Product["gemm"];
  readonly gemmPacked: Product["gemmPacked"];
}

/**
 * Bytes that a thread's product writes to beside its results (blocks of A and B that fit the caches),
 * for every kind. The same as `scratchBytes()` of the modules.
 */
export const productScratchBytes = 196608 + 1048576 + 16384 + 448 + 128;

/** Columns of B in a panel. */
const panelWidth = 16;

/**
 * A product of one kind on a shared memory; `scratch` points at {@link productScratchBytes} that no
 * other thread uses, at a multiple of 64. Each thread loads its own.
 */
export function loadProduct(
  kind: ProductKind,
  memory: WebAssembly.Memory,
  scratch: Pointer,
): Product {
  if (kind === "blas") return blasProduct(memory, scratch);
  const file = kind === "wasm" ? "./product_wasm.wasm" : "./product_fma.wasm";
  const exports = instantiate(file, memory) as unknown as ProductExports;
  exports.setScratch(scratch, joinsVectors());
  return {
    kind,
    gemm: exports.gemm,
    packedBytes: (k, n) => exports.packedBytes(k, n) >>> 0,
    panels: (n) => Math.ceil(n / panelWidth),
    pack: exports.pack,
    gemmPacked: exports.gemmPacked,
  };
}
