import { joinsVectors } from "../base/runtime.ts";
import { instantiate } from "./instantiate.ts";
import { panelsOf } from "./panel.ts";
import type { Pointer } from "./pointer.ts";
import type { Product, WasmProductKind } from "./product.ts";

/** What src/kernels/assembly/product.ts exports. */
interface ProductExports {
  readonly setScratch: (pointer: Pointer, joined: boolean) => void;
  readonly scratchBytes: () => number;
  readonly packedBytes: (k: number, n: number) => number;
  readonly pack: Product["pack"];
  readonly gemm: Product["gemm"];
  readonly gemmPacked: Product["gemmPacked"];
}

/** Our own product of one kind; memory and scratch are as for `loadProduct`. */
export function loadWasmProduct(
  kind: WasmProductKind,
  memory: WebAssembly.Memory,
  scratch: Pointer,
): Product {
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
