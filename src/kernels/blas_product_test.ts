import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { blasAvailable } from "./blas.ts";
import { loadProduct, productScratchBytes } from "./load_product.ts";
import type { Pointer } from "./pointer.ts";
import type { Product } from "./product.ts";
import { sameNumbers, TestArena, wholeNumbers } from "./test_arena.ts";
import { leastTransposedRows, mostTransposedColumns, mostTransposedElements } from "./tuning.ts";

const arena = new TestArena(256);
const scratch = arena.bytes(productScratchBytes, 64);

it("the product by BLAS has room for an operand that it transposes", () => {
  assert(4 * mostTransposedElements <= productScratchBytes);
});

(blasAvailable() ? describe : describe.skip)("the product by BLAS", () => {
  const own = loadProduct("wasm", arena.memory, scratch);
  const blas = loadProduct("blas", arena.memory, scratch);
  const cases = fc.record({
    transposeA: fc.boolean(),
    m: fc.integer({ min: 1, max: 2 * leastTransposedRows }),
    n: fc.integer({ min: 1, max: 2 * mostTransposedColumns }),
    k: fc.integer({ min: 1, max: 600 }),
    beta: fc.constantFrom(0 as const, 1 as const),
    gap: fc.nat(3),
    seed: fc.nat(99),
  });

  it("is ours in whole numbers, B being transposed, packed or neither", () => {
    fc.assert(
      fc.property(cases, fc.nat(9), ({ transposeA, m, n, k, beta, gap, seed }, cut) => {
        arena.reset();
        arena.bytes(productScratchBytes, 64);
        const lda = (transposeA ? m : k) + gap, ldb = k + gap, ldc = n + gap;
        const a = arena.floats(wholeNumbers(seed, lda * (transposeA ? k : m)));
        const b = arena.floats(wholeNumbers(seed + 1, ldb * n));
        const before = wholeNumbers(seed + 2, ldc * m);
        const result = (product: (c: Pointer) => void) => {
          const c = arena.floats(before);
          product(c);
          return arena.view(c, before.length);
        };
        const gemm = (product: Product, alpha: number) =>
          result((c) =>
            product.gemm(transposeA, true, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
          );
        assert(sameNumbers(gemm(blas, 2), gemm(own, 2)));

        const place = arena.bytes(blas.packedBytes(k, n));
        const panels = blas.panels(n), middle = cut % (panels + 1);
        blas.pack(true, k, n, b, ldb, place, middle, panels);
        blas.pack(true, k, n, b, ldb, place, 0, middle);
        const packed = result((c) =>
          blas.gemmPacked(transposeA, m, n, k, a, lda, place, beta, c, ldc)
        );
        assert(sameNumbers(packed, gemm(own, 1)));
      }),
      { numRuns: 60 },
    );
  });

  it("leaves an operand that has no room in the scratch as it lies", () => {
    arena.reset();
    arena.bytes(productScratchBytes, 64);
    const behind = arena.floats(new Float32Array(64));
    const [m, n] = [leastTransposedRows, mostTransposedColumns];
    const k = Math.ceil(productScratchBytes / 4 / n) + 1;
    const a = arena.floats(new Float32Array(m * k));
    const b = arena.floats(new Float32Array(n * k).fill(1));
    const c = arena.floats(new Float32Array(m * n));
    blas.gemm(false, true, m, n, k, 1, a, k, b, k, 0, c, n);
    assert(arena.view(behind, 64).every((x) => x === 0));
  });

  it("packs a transposed matrix only", () => {
    const place = arena.bytes(64);
    assert.throws(() => blas.pack(false, 1, 1, place, 1, place, 0, 1), /transposed matrix only/);
  });
});
