import { blasProduct } from "./blas_product.ts";
import { instantiate } from "./instantiate.ts";
import type { Product, ProductKind } from "./product.ts";
import { panelColumns, panelsOf } from "./panel.ts";
import type { Pointer } from "./pointer.ts";
import { blockColumns, blockDepth, blockRows, narrowStripRows } from "./tuning.ts";
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
 * Bytes that a thread's product writes to beside its results (blocks of A and B that fit the
 * caches), for every kind. The same as `scratchBytes()` of the modules.
 */
export const productScratchBytes = 4 * (
      2 * blockRows * blockDepth + // strips of A
      blockDepth * blockColumns + // panels of B
      blockDepth * panelColumns + // the last panel
      narrowStripRows * panelColumns // a block of C
    ) + 128; // zeros

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
    panels: panelsOf,
    pack: exports.pack,
    gemmPacked: exports.gemmPacked,
  };
}
