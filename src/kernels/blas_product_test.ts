import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { cutProduct } from "./blas_product.ts";

const size = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20_000 }));

describe("the cut of a product for BLAS", () => {
  it("leaves calls that are not copied, or the whole", () => {
    fc.assert(fc.property(size, size, size, (m, n, k) => {
      const cut = cutProduct(m, n, k);
      const whole = cut.m === m && cut.n === n && cut.k === k;
      assert.ok(whole || cut.m * cut.n * cut.k <= 1e6, JSON.stringify(cut));
      assert.ok(cut.m > 0 && cut.n > 0 && cut.k > 0);
      assert.ok(cut.m <= m && cut.n <= n && cut.k <= k);
      if (!whole) assert.ok(Math.min(m, n, k) <= 128);
    }));
  });

  it("is of the longest size, or of the two longer ones", () => {
    assert.deepEqual(cutProduct(16, 256, 1024), { m: 16, n: 256, k: 192 });
    assert.deepEqual(cutProduct(512, 100, 17), { m: 512, n: 100, k: 17 });
    assert.deepEqual(cutProduct(560, 100, 512), { m: 144, n: 100, k: 64 });
    assert.deepEqual(cutProduct(1024, 256, 2048), { m: 1024, n: 256, k: 2048 });
  });
});
