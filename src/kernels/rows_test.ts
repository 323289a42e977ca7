import { elementsOn } from "./pointer.ts";
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { loadKernels } from "./load_kernels.ts";
import { TestArena, testNumbers } from "./test_arena.ts";

const arena = new TestArena(32);
const kernels = loadKernels(arena.memory);

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 30 }),
  columns: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 120 })),
  gap: fc.nat(5),
  accumulate: fc.constantFrom(0, 1),
  seed: fc.nat(1000),
});

/** float32 sum of a and b. */
const plus = (a: number, b: number) => Math.fround(a + b);

describe("gatherRows and fillRows", () => {
  it("copy or add rows of a table, and nothing between the rows", () => {
    fc.assert(fc.property(shapes, ({ rows, columns, gap, accumulate, seed }) => {
      arena.reset();
      const stride = columns + gap;
      const table = testNumbers(seed, 11 * columns), before = testNumbers(seed + 1, rows * stride);
      const ids = Array.from({ length: rows }, (_, r) => (seed + r * r) % 11);
      const tableAt = arena.floats(table);
      const gathered = arena.floats(before), filled = arena.floats(before);
      const idsAt = arena.ints(ids);
      kernels.gatherRows(tableAt, idsAt, rows, columns, gathered, stride, accumulate);
      kernels.fillRows(filled, rows, columns, stride, elementsOn(tableAt, columns), accumulate);
      const expected = (row: (r: number) => number) =>
        before.map((old, i) => {
          const r = Math.floor(i / stride), c = i % stride;
          if (c >= columns) return old;
          const value = table[row(r) * columns + c]!;
          return accumulate ? plus(old, value) : value;
        });
      assert.deepEqual(arena.view(gathered, before.length), expected((r) => ids[r]!));
      assert.deepEqual(arena.view(filled, before.length), expected(() => 1));
    }));
  });
});

describe("sumRows", () => {
  it("sums the rows of each group in order, in the groups of its range only", () => {
    fc.assert(fc.property(shapes, fc.nat(4), fc.nat(4), ({ rows, columns, gap, seed }, p, q) => {
      arena.reset();
      const stride = columns + gap, groups = 4;
      const first = Math.min(p, q), last = Math.max(p, q);
      const source = testNumbers(seed, rows * stride);
      const members = Array.from({ length: groups }, () => [] as number[]);
      for (let r = 0; r < rows; r++) members[(seed + 7 * r * r) % groups]!.push(r);
      const starts = [0];
      for (const group of members) starts.push(starts.at(-1)! + group.length);
      const ids = [5, 0, 3, 2];
      const before = testNumbers(seed + 1, 6 * columns);
      const to = arena.floats(before);
      kernels.sumRows(
        arena.floats(source),
        stride,
        columns,
        arena.ints(members.flat()),
        arena.ints(starts),
        arena.ints(ids),
        first,
        last,
        to,
      );
      const expected = before.slice();
      for (let g = first; g < last; g++) {
        for (let c = 0; c < columns; c++) {
          expected[ids[g]! * columns + c] = members[g]!.reduce(
            (sum, r) => plus(sum, source[r * stride + c]!),
            0,
          );
        }
      }
      assert.deepEqual(arena.view(to, before.length), expected);
    }));
  });
});

describe("columnSums", () => {
  it("sums each column in row order", () => {
    fc.assert(fc.property(shapes, ({ rows, columns, gap, accumulate, seed }) => {
      arena.reset();
      const stride = columns + gap;
      const source = testNumbers(seed, rows * stride), before = testNumbers(seed + 1, columns + 1);
      const to = arena.floats(before);
      kernels.columnSums(arena.floats(source), rows, columns, stride, to, accumulate);
      const expected = before.map((old, c) => {
        if (c === columns) return old;
        let sum = accumulate ? old : 0;
        for (let r = 0; r < rows; r++) sum = plus(sum, source[r * stride + c]!);
        return sum;
      });
      assert.deepEqual(arena.view(to, before.length), expected);
    }));
  });
});

describe("sumBlocks", () => {
  it("sums blocks element by element, in order", () => {
    fc.assert(
      fc.property(fc.nat(4), fc.integer({ min: 1, max: 2500 }), fc.nat(99), (blocks, n, seed) => {
        arena.reset();
        const source = testNumbers(seed, blocks * n);
        const sourceAt = arena.floats(source), to = arena.floats(testNumbers(seed, n));
        kernels.sumBlocks(sourceAt, blocks, n, n, to);
        const expected = new Float32Array(n);
        for (let i = 0; i < source.length; i++) {
          expected[i % n] = i < n ? source[i]! : plus(expected[i % n]!, source[i]!);
        }
        assert.deepEqual(arena.view(to, n), expected);
      }),
    );
  });
});

describe("rowSums and transpose", () => {
  const shapes = fc.record({
    rows: fc.nat(9),
    columns: fc.integer({ min: 1, max: 70 }),
    gap: fc.nat(3),
    seed: fc.nat(99),
  });

  it("sum each row in float64", () => {
    fc.assert(fc.property(shapes, ({ rows, columns, gap, seed }) => {
      arena.reset();
      const stride = columns + gap;
      const source = testNumbers(seed, rows * stride);
      const to = arena.floats(new Float32Array(rows + 1));
      const from = arena.floats(source);
      kernels.rowSums(from, rows, columns, stride, to, 0);
      const once = arena.view(to, rows + 1).slice();
      kernels.rowSums(from, rows, columns, stride, to, 1);
      assert.deepEqual(arena.view(to, rows + 1), once.map((sum) => 2 * sum));
      const sums = once;
      assert.equal(sums[rows], 0);
      for (let r = 0; r < rows; r++) {
        const wanted = source.subarray(r * stride, r * stride + columns).reduce((a, b) => a + b, 0);
        assert.ok(Math.abs(sums[r]! - wanted) <= 1e-6 * columns, `${sums[r]} is not ${wanted}`);
      }
    }));
  });

  it("turn rows into columns and touch nothing else", () => {
    fc.assert(fc.property(shapes, ({ rows, columns, gap, seed }) => {
      arena.reset();
      const stride = columns + gap, put = rows + gap;
      const source = testNumbers(seed, rows * stride);
      const before = testNumbers(seed + 1, columns * put);
      const to = arena.floats(before);
      kernels.transpose(arena.floats(source), rows, columns, stride, to, put);
      const expected = before.slice();
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) expected[c * put + r] = source[r * stride + c]!;
      }
      assert.deepEqual(arena.view(to, before.length), expected);
    }));
  });
});

describe("fill, copy and sumSquares", () => {
  it("treat exactly n elements", () => {
    fc.assert(fc.property(fc.nat(70), fc.nat(99), (n, seed) => {
      arena.reset();
      const source = testNumbers(seed, n + 1);
      const from = arena.floats(source);
      const filled = arena.floats(source), copied = arena.floats(new Float32Array(n + 1));
      kernels.fill(filled, n, 0.3);
      kernels.copy(copied, from, n);
      const last = source[n]!;
      assert.deepEqual(
        [...arena.view(filled, n + 1)],
        [...Array(n).fill(Math.fround(0.3)), last],
      );
      assert.deepEqual([...arena.view(copied, n + 1)], [...source.subarray(0, n), 0]);
      const exact = source.subarray(0, n).reduce((sum, x) => sum + x * x, 0);
      assert.ok(Math.abs(kernels.sumSquares(from, n) - exact) <= 1e-14 * Math.max(1, exact));
    }));
  });

  it("sumSquares neither overflows nor underflows where float32 would", () => {
    arena.reset();
    assert.equal(kernels.sumSquares(arena.floats([2 ** 100, 0, 0]), 3), 2 ** 200);
    assert.equal(kernels.sumSquares(arena.floats([2 ** -120]), 1), 2 ** -240);
    assert.ok(Number.isNaN(kernels.sumSquares(arena.floats([1, NaN, 1, 1, 1]), 5)));
  });
});
