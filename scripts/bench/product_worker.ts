/**
 * One thread of the product meter: repeats the products of a step for the given time, and reports
 * its speed.
 */
import { elementIndex, type Pointer, pointerTo } from "../../src/kernels/pointer.ts";
import { blasGemm } from "../../src/kernels/blas.ts";
import { loadProduct, productScratchBytes } from "../../src/kernels/load_product.ts";
import type { ProductKind } from "../../src/kernels/product.ts";
import { reservedBytes } from "../../src/kernels/reserved_bytes.ts";
import { sharedMemory } from "../../src/kernels/shared_memory.ts";
import { makeArena } from "../../src/compute/plan/arena.ts";
import { productWork, type StepProduct } from "./step_products.ts";

export type MeterRequest =
  | { readonly kind: "load"; readonly gemm: ProductKind; readonly products: readonly StepProduct[] }
  | { readonly kind: "measure"; readonly seconds: number };

/** Empty once loaded; floating-point operations a second for a measurement. */
export interface MeterAnswer {
  readonly speed?: number;
}

/** Reserves operands and results, packs what a plan would pack, and gives one round of all products. */
const prepare = (gemm: ProductKind, products: readonly StepProduct[]): () => void => {
  const arena = makeArena(pointerTo(reservedBytes));
  const scratch = arena.bytes(productScratchBytes);
  const places = products.map(({ m, n, k }) => ({
    a: arena.elements(m * k),
    b: arena.elements(k * n),
    packed: arena.elements(k * Math.ceil(n / 16) * 16),
    c: arena.elements(m * n),
  }));
  const memory = sharedMemory(arena.size());
  const floats = new Float32Array(memory.buffer);
  const fill = (pointer: Pointer, count: number) => {
    for (let i = 0; i < count; i++) floats[elementIndex(pointer) + i] = (i % 17 - 8) / 64;
  };
  const product = loadProduct(gemm, memory, scratch);
  // BLAS as it is, without what Unroll does to suit it
  const gemmOf = gemm === "blas" ? blasGemm(memory) : product.gemm;
  const calls = products.map(({ form, m, n, k, calls }, index) => {
    const { a, b, packed, c } = places[index]!;
    fill(a, m * k);
    fill(b, k * n);
    const turned = form === "forward"; // W is n×k there
    const weight = form === "weight";
    const ldb = turned ? k : n;
    if (gemm !== "blas" && !weight) {
      product.pack(turned, k, n, b, ldb, packed, 0, product.panels(n));
    }
    const call = gemm === "blas" || weight
      ? () => gemmOf(weight, turned, m, n, k, 1, a, weight ? m : k, b, ldb, 0, c, n)
      : () => product.gemmPacked(false, m, n, k, a, k, packed, 0, c, n);
    return { call, calls };
  });
  return () => {
    for (const { call, calls: times } of calls) for (let i = 0; i < times; i++) call();
  };
};

// The parts of the global scope of a worker that are used here.
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<MeterRequest>) => void;
  postMessage(message: MeterAnswer): void;
};

let round = () => {};
let work = 0;

scope.onmessage = ({ data }) => {
  if (data.kind === "load") {
    round = prepare(data.gemm, data.products);
    work = productWork(data.products);
    round();
    return scope.postMessage({});
  }
  const start = performance.now();
  let milliseconds = 0;
  let rounds = 0;
  do {
    round();
    rounds++;
    milliseconds = performance.now() - start;
  } while (milliseconds < data.seconds * 1000);
  scope.postMessage({ speed: rounds * work * 1000 / milliseconds });
};
