import { blasProduct } from "./blas_product.ts";
import { loadWasmProduct } from "./load_wasm_product.ts";
import { panelColumns } from "./panel.ts";
import type { Pointer } from "./pointer.ts";
import type { Product, ProductKind } from "./product.ts";
import { blockColumns, blockDepth, blockRows, narrowStripRows } from "./tuning.ts";

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
  return kind === "blas" ? blasProduct(memory, scratch) : loadWasmProduct(kind, memory, scratch);
}
