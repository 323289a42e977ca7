import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { type Cut, cutProduct, inCalls } from "./blas_cut.ts";
import { loadProduct, productScratchBytes } from "./load_product.ts";
import { elementsOn } from "./pointer.ts";
import { sameNumbers, TestArena, wholeNumbers } from "./test_arena.ts";
import {
  longStretchUnit,
  longTerms,
  secondStretch,
  shortestStretch,
  smallSide,
  stretchUnit,
  uncopiedWork,
} from "./tuning.ts";

const size = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20_000 }));
const sizes = fc.record({ m: size, n: size, k: size });

const work = ({ m, n, k }: Cut) => m * n * k;
const least = ({ m, n, k }: Cut) => Math.min(m, n, k);
const isWhole = (cut: Cut, whole: Cut) => work(cut) === work(whole);

describe("the cut of a product for BLAS", () => {
  it("is made where the product would be copied and its smallest size is small", () => {
    fc.assert(fc.property(sizes, (whole) => {
      const cut = cutProduct(whole.m, whole.n, whole.k);
      const wanted = work(whole) > uncopiedWork && least(whole) <= smallSide;
      assert.equal(isWhole(cut, whole), !wanted, JSON.stringify(cut));
      if (wanted) assert(work(cut) <= uncopiedWork, JSON.stringify(cut));
    }));
    const edge = { m: smallSide, n: 1000, k: 1000 };
    assert(!isWhole(cutProduct(edge.m, edge.n, edge.k), edge));
    assert(isWhole(cutProduct(edge.m + 1, 1000, 1000), { ...edge, m: edge.m + 1 }));
    assert(isWhole(cutProduct(100, 100, 100), { m: 100, n: 100, k: 100 }));
    assert(!isWhole(cutProduct(100, 100, 101), { m: 100, n: 100, k: 101 }));
  });

  it("leaves the smallest size whole, and stretches of the longest as long as calls may be", () => {
    fc.assert(fc.property(sizes, (whole) => {
      const cut = cutProduct(whole.m, whole.n, whole.k);
      const ways = (["m", "n", "k"] as const).filter((way) => cut[way] < whole[way]);
      if (ways.length === 0) return;
      const [longest] = (["m", "n", "k"] as const).toSorted((a, b) => whole[b] - whole[a]);
      assert(ways.includes(longest!) && ways.length <= 2, JSON.stringify(cut));
      assert.equal(least(cut), Math.min(least(whole), ...ways.map((way) => cut[way])));
      for (const way of ways) assert(cut[way] >= shortestStretch, JSON.stringify(cut));
      const terms = longest === "k" && whole.k >= longTerms && ways.length === 1;
      const unit = terms ? longStretchUnit : stretchUnit;
      assert.equal(cut[longest!] % unit, 0);
      const longer = { ...cut, [longest!]: cut[longest!] + unit };
      assert(work(longer) > uncopiedWork, JSON.stringify(cut));
    }));
  });

  it("is of the longest size alone as soon as that gives stretches long enough", () => {
    const second = 2 * smallSide, least = uncopiedWork / (shortestStretch * second);
    const shortest = cutProduct(1000, second, Math.floor(least));
    assert.deepEqual(shortest, { m: shortestStretch, n: second, k: Math.floor(least) });
    const two = cutProduct(1000, second, Math.floor(least) + 1);
    assert.deepEqual([two.n, two.k], [secondStretch, Math.floor(least) + 1]);
  });
});

describe("a product in calls", () => {
  const arena = new TestArena(256);
  const scratch = arena.bytes(productScratchBytes, 64);
  const { gemm } = loadProduct("wasm", arena.memory, scratch);

  it("is the product whatever is cut, every element once", () => {
    const some = fc.integer({ min: 1, max: 40 }), many = fc.integer({ min: 150, max: 500 });
    const shapes = fc.oneof(
      fc.tuple(some, many, many),
      fc.tuple(many, some, many),
      fc.tuple(many, many, some),
      fc.tuple(some, some, some),
    );
    const lies = fc.record({
      transposeA: fc.boolean(),
      beta: fc.constantFrom(0 as const, 1 as const),
      gap: fc.nat(3),
      seed: fc.nat(99),
    });
    fc.assert(
      fc.property(shapes, lies, ([m, n, k], { transposeA, beta, gap, seed }) => {
        arena.reset();
        arena.bytes(productScratchBytes, 64);
        const lda = (transposeA ? m : k) + gap, ldb = n + gap, ldc = n + gap;
        const a = arena.floats(wholeNumbers(seed, lda * (transposeA ? k : m)));
        const b = arena.floats(wholeNumbers(seed + 1, ldb * k));
        const before = wholeNumbers(seed + 2, ldc * m);
        const run = (product: typeof gemm) => {
          const c = arena.floats(before);
          product(transposeA, false, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
          return arena.view(c, before.length);
        };
        let calls = 0, done = 0;
        const whole = run(gemm);
        const cut = run(inCalls((...sizes) => {
          const [, , rows, columns, terms] = sizes;
          calls++;
          done += rows * columns * terms;
          gemm(...sizes);
        }));
        const step = cutProduct(m, n, k);
        assert(sameNumbers(cut, whole));
        assert.equal(done, m * n * k);
        assert.equal(calls, Math.ceil(m / step.m) * Math.ceil(n / step.n) * Math.ceil(k / step.k));
      }),
      { numRuns: 40 },
    );
  });

  it("is beta·C where there are no terms, and hands on alpha", () => {
    arena.reset();
    arena.bytes(productScratchBytes, 64);
    const c = arena.floats([1, 2, 3]);
    const cut = inCalls(gemm);
    cut(false, false, 1, 2, 0, 1, c, 1, c, 2, 0, c, 2);
    assert.deepEqual([...arena.view(c, 3)], [0, 0, 3]);
    const [m, n, k] = [17, 1100, 60];
    const a = arena.floats(wholeNumbers(1, m * k)), b = arena.floats(wholeNumbers(2, k * n));
    const to = arena.bytes(8 * m * n);
    cut(false, false, m, n, k, 2, a, k, b, n, 0, to, n);
    gemm(false, false, m, n, k, 2, a, k, b, n, 0, elementsOn(to, m * n), n);
    const both = arena.view(to, 2 * m * n);
    assert(sameNumbers(both.subarray(0, m * n), both.subarray(m * n)));
  });
});
