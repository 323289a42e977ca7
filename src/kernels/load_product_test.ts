import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { instantiate } from "./instantiate.ts";
import { productScratchBytes } from "./load_product.ts";
import { arena, type Case, cases, gemm, naive, operands, products } from "./test_product.ts";

for (const product of products) {
  describe(`product ${product.kind}`, () => {
    it("is the product, and writes nothing between the rows", () => {
      fc.assert(
        fc.property(cases, (c) => {
          const o = operands(c);
          const { value, size } = naive(c, o);
          const got = gemm(product, c, o);
          for (let i = 0; i < got.length; i++) {
            const bound = 1e-6 * Math.sqrt(c.k) * size[i]!;
            assert.ok(
              Math.abs(got[i]! - value[i]!) <= bound,
              `${got[i]} is not ${value[i]} (${i})`,
            );
          }
        }),
        { numRuns: 150 },
      );
    });

    it("tells the bytes of a packed matrix beyond 2 GiB", () => {
      const columns = product.kind === "blas" ? 600 : 608;
      assert.equal(product.packedBytes(2 ** 20, 600), 4 * 2 ** 20 * columns);
      assert.equal(product.panels(600), 38);
    });

    it("is beta·C where there are no terms", () => {
      const c: Case = {
        transposeA: false,
        transposeB: false,
        m: 3,
        n: 5,
        k: 0,
        alpha: 1,
        beta: 0,
        gap: 0,
        seed: 1,
      };
      assert.deepEqual([...gemm(product, c, operands(c))], new Array(15).fill(0));
      const kept = operands({ ...c, beta: 1 });
      assert.deepEqual(gemm(product, { ...c, beta: 1 }, kept), kept.before);
    });
  });
}

describe("productScratchBytes", () => {
  it("is what the modules use", () => {
    for (const file of ["./product_wasm.wasm", "./product_fma.wasm"]) {
      const { scratchBytes } = instantiate(file, arena.memory);
      assert.equal((scratchBytes as () => number)(), productScratchBytes);
    }
  });
});
