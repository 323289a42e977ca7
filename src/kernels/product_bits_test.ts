import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { instantiate } from "./instantiate.ts";
import { elementsOn, nowhere, type Pointer } from "./pointer.ts";
import type { Product } from "./product.ts";
import { testNumbers } from "./test_arena.ts";
import {
  arena,
  type Case,
  cases,
  gemm,
  operands,
  products,
  resetArena,
  scratch,
} from "./test_product.ts";
import { blockDepth, blockRows } from "./tuning.ts";

for (const product of products.filter((p) => p.kind !== "blas")) {
  describe(`sums of ${product.kind}`, () => {
    it("have the same bits with B packed before, by any cut of its panels", () => {
      fc.assert(
        fc.property(cases, fc.nat(10), (any, cut) => {
          const c = { ...any, alpha: 1 };
          const o = operands(c);
          const whole = gemm(product, c, o);
          const packed = arena.bytes(product.packedBytes(c.k, c.n), 16);
          const panels = product.panels(c.n);
          const middle = cut % (panels + 1);
          const { a, b, c: to } = o.pointers;
          product.pack(c.transposeB, c.k, c.n, b, o.ldb, packed, middle, panels);
          product.pack(c.transposeB, c.k, c.n, b, o.ldb, packed, 0, middle);
          arena.view(to, o.before.length).set(o.before);
          product.gemmPacked(
            c.transposeA,
            c.m,
            c.n,
            c.k,
            a,
            o.lda,
            packed,
            c.beta,
            to,
            o.ldc,
          );
          assert.deepEqual(arena.view(to, o.before.length), whole);
        }),
        { numRuns: 100 },
      );
    });

    it("have the same bits however rows and columns are cut", () => {
      fc.assert(
        fc.property(cases, fc.nat(1000), fc.nat(1000), (c, cutRow, cutColumn) => {
          const o = operands(c);
          const whole = gemm(product, c, o);
          const { a, b, c: to } = o.pointers;
          arena.view(to, o.before.length).set(o.before);
          const rows = [0, cutRow % (c.m + 1), c.m];
          const columns = [0, cutColumn % (c.n + 1), c.n];
          for (let i = 0; i < 2; i++) {
            for (let j = 0; j < 2; j++) {
              const r = rows[i]!, s = columns[j]!;
              product.gemm(
                c.transposeA,
                c.transposeB,
                rows[i + 1]! - r,
                columns[j + 1]! - s,
                c.k,
                c.alpha,
                elementsOn(a, r * (c.transposeA ? 1 : o.lda)),
                o.lda,
                elementsOn(b, s * (c.transposeB ? o.ldb : 1)),
                o.ldb,
                c.beta,
                elementsOn(to, r * o.ldc + s),
                o.ldc,
              );
            }
          }
          assert.deepEqual(arena.view(to, o.before.length), whole);
        }),
        { numRuns: 100 },
      );
    });

    it("have the same bits whether vectors are joined or not", () => {
      const file = product.kind === "wasm" ? "./product_wasm.wasm" : "./product_fma.wasm";
      const exports = instantiate(file, arena.memory) as unknown as
        & Product
        & { setScratch(pointer: Pointer, joined: boolean): void };
      fc.assert(
        fc.property(cases, (c) => {
          const o = operands(c);
          const [joined, apart] = [true, false].map((vectors) => {
            exports.setScratch(scratch, vectors);
            return gemm(exports, c, o);
          });
          assert.deepEqual(joined, apart);
        }),
        { numRuns: 100 },
      );
    });

    it("have the same bits in blocks of any height, the left matrix lying either way", () => {
      const [most, n, k] = [3 * blockRows + 1, 20, blockDepth];
      resetArena();
      const rows = testNumbers(1, most * k), b = arena.floats(testNumbers(2, k * n));
      const plain = arena.floats(rows);
      const turned = arena.floats(rows.map((_, i) => rows[(i % most) * k + Math.floor(i / most)]!));
      const [c, d] = [arena.bytes(4 * most * n), arena.bytes(4 * most * n)];
      for (
        const m of [1, 2, 3].flatMap((blocks) => [-1, 0, 1].map((x) => x + blocks * blockRows))
      ) {
        product.gemm(false, false, m, n, k, 1, plain, k, b, n, 0, c, n);
        product.gemm(true, false, m, n, k, 1, turned, most, b, n, 0, d, n);
        assert.deepEqual(arena.view(c, m * n), arena.view(d, m * n), `${m} rows`);
      }
    });

    it("are beta·C where a packed matrix has no terms", () => {
      resetArena();
      const c = arena.floats([1, 2, 3]);
      product.gemmPacked(false, 1, 2, 0, nowhere, 0, nowhere, 1, c, 2);
      assert.deepEqual([...arena.view(c, 3)], [1, 2, 3]);
      product.gemmPacked(false, 1, 2, 0, nowhere, 0, nowhere, 0, c, 2);
      assert.deepEqual([...arena.view(c, 3)], [0, 0, 3]);
    });

    it("are folds over the terms in order", () => {
      // one element, 600 terms: the plain kind is this loop in float32
      const c: Case = {
        transposeA: false,
        transposeB: false,
        m: 1,
        n: 1,
        k: 600,
        alpha: 1,
        beta: 1,
        gap: 0,
        seed: 5,
      };
      const o = operands(c);
      let sum = o.before[0]!;
      for (let p = 0; p < c.k; p++) sum = Math.fround(sum + Math.fround(o.a[p]! * o.b[p]!));
      const got = gemm(product, c, o)[0]!;
      if (product.kind === "wasm") assert.equal(got, sum);
      else assert.ok(Math.abs(got - sum) < 1e-4);
    });

    it("are the same with wide blocks, deeper and wider than the caches", () => {
      const c: Case = {
        transposeA: false,
        transposeB: true,
        m: 9,
        n: 1100,
        k: 520,
        alpha: 1,
        beta: 0,
        gap: 0,
        seed: 9,
      };
      const o = operands(c);
      const many = gemm(product, c, o);
      // one row at a time goes another way
      for (let i = 0; i < c.m; i++) {
        const { a, b, c: to } = o.pointers;
        product.gemm(
          false,
          true,
          1,
          c.n,
          c.k,
          1,
          elementsOn(a, i * o.lda),
          o.lda,
          b,
          o.ldb,
          0,
          elementsOn(to, i * c.n),
          c.n,
        );
      }
      assert.deepEqual(arena.view(o.pointers.c, many.length), many);
    });
  });
}
