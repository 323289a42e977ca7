/** Random products for tests, on a memory of their own, and the same in float64. */
import fc from "fast-check";
import { blasAvailable } from "./blas.ts";
import { loadProduct, productScratchBytes } from "./load_product.ts";
import type { Product, ProductKind } from "./product.ts";
import { TestArena, testNumbers } from "./test_arena.ts";

export const arena = new TestArena(256);
const kinds: ProductKind[] = ["wasm", "wasm-fma", ...(blasAvailable() ? ["blas" as const] : [])];
export const scratch = arena.bytes(productScratchBytes, 64);
/** One of each kind that this system has. */
export const products = kinds.map((kind) => loadProduct(kind, arena.memory, scratch));

/** Forgets all but the products' scratch. */
export function resetArena(): void {
  arena.reset();
  arena.bytes(productScratchBytes, 64);
}

export interface Case {
  transposeA: boolean;
  transposeB: boolean;
  m: number;
  n: number;
  k: number;
  alpha: number;
  beta: 0 | 1;
  /** Elements of each row beyond its length. */
  gap: number;
  seed: number;
}

/** Sizes around the blocks of 6 rows, 16 columns, 256 terms. */
const size = (largest: number) =>
  fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: largest }));

export const cases = fc.record<Case>({
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  m: size(140),
  n: size(100),
  k: size(300),
  alpha: fc.constantFrom(1, 0.5, -0.75),
  beta: fc.constantFrom(0, 1),
  gap: fc.constantFrom(0, 0, 1, 7),
  seed: fc.nat(1000),
});

/** The operands of a case in the arena; C holds numbers, with rows `ldc` apart. */
export function operands(c: Case) {
  resetArena();
  const lda = (c.transposeA ? c.m : c.k) + c.gap;
  const ldb = (c.transposeB ? c.k : c.n) + c.gap;
  const ldc = c.n + c.gap;
  const a = testNumbers(c.seed, lda * (c.transposeA ? c.k : c.m));
  const b = testNumbers(c.seed + 1, ldb * (c.transposeB ? c.n : c.k));
  const before = testNumbers(c.seed + 2, ldc * c.m);
  return {
    a,
    b,
    before,
    lda,
    ldb,
    ldc,
    pointers: { a: arena.floats(a), b: arena.floats(b), c: arena.floats(before) },
  };
}

export type Operands = ReturnType<typeof operands>;

export function gemm(product: Product, c: Case, o: Operands): Float32Array {
  const { a, b, c: to } = o.pointers;
  arena.view(to, o.before.length).set(o.before);
  product.gemm(
    c.transposeA,
    c.transposeB,
    c.m,
    c.n,
    c.k,
    c.alpha,
    a,
    o.lda,
    b,
    o.ldb,
    c.beta,
    to,
    o.ldc,
  );
  return arena.view(to, o.before.length).slice();
}

/** The product in float64, and the size of its terms, which bounds the rounding. */
export function naive(c: Case, o: Operands): { value: Float64Array; size: Float64Array } {
  const value = Float64Array.from(o.before);
  const size = new Float64Array(value.length);
  for (let i = 0; i < c.m; i++) {
    for (let j = 0; j < c.n; j++) {
      let sum = c.beta * o.before[i * o.ldc + j]!;
      let terms = Math.abs(sum);
      for (let p = 0; p < c.k; p++) {
        const x = o.a[c.transposeA ? p * o.lda + i : i * o.lda + p]!;
        const y = o.b[c.transposeB ? j * o.ldb + p : p * o.ldb + j]!;
        sum += c.alpha * x * y;
        terms += Math.abs(c.alpha * x * y);
      }
      value[i * o.ldc + j] = sum;
      size[i * o.ldc + j] = terms;
    }
  }
  return { value, size };
}
