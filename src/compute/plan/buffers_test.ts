import { byteOf, pointerTo } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { makeArena } from "./arena.ts";
import { type Life, makeBuffers, stepTimes } from "./buffers.ts";
import type { MatrixRows, RowClass } from "./matrices.ts";

const layers = 3;
const times = stepTimes(layers);
const capacity = { rows: 4, tokens: 20, steps: 5 };

interface Wanted {
  readonly rows: RowClass;
  readonly columns: number;
  readonly life: Life;
}

const wanted: fc.Arbitrary<Wanted> = fc.record({
  rows: fc.constantFrom<RowClass>("token", "age", "step"),
  columns: fc.constantFrom(3, 8, 16),
  life: fc.tuple(
    fc.integer({ min: 0, max: times.gradients }),
    fc.integer({ min: 0, max: times.gradients }),
  ).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
});

const reserve = (list: readonly Wanted[], ages: number) => {
  const arena = makeArena(pointerTo(64));
  const buffers = makeBuffers({ arena, capacity, ages });
  const matrices = list.map(({ rows, columns, life }) => buffers.matrix(rows, columns, life));
  return { matrices, size: arena.size(), saved: buffers.saved() };
};

const bytesOf = ({ rows, ld }: MatrixRows, ages: number): number =>
  4 * ld *
  { token: capacity.tokens, age: capacity.tokens * ages, step: capacity.rows * ages }[rows];

describe("makeBuffers", () => {
  it("lets only those overlap that can't be wanted at once, and are the same rows for each piece", () => {
    const lists = fc.array(wanted, { maxLength: 12 });
    fc.assert(
      fc.property(lists, fc.constantFrom(1, 3), (list, ages) => {
        const { matrices } = reserve(list, ages);
        const all = list.map(({ life }, i) => {
          const matrix = matrices[i]!;
          return { bytes: bytesOf(matrix, ages), life, matrix };
        });
        all.forEach((a, i) =>
          all.slice(i + 1).forEach((b) => {
            const [from, to] = [byteOf(a.matrix.base), byteOf(b.matrix.base)];
            if (from + a.bytes <= to || to + b.bytes <= from) return;
            const apart = a.life.to < b.life.from || b.life.to < a.life.from;
            assert.ok(apart, "both are wanted at one time");
            assert.equal(from, to);
            assert.equal(a.matrix.ld, b.matrix.ld);
            const kind = (rows: RowClass) => rows === "age" && ages === 1 ? "token" : rows;
            assert.equal(kind(a.matrix.rows), kind(b.matrix.rows));
          })
        );
      }),
    );
  });

  it("gives one place to gradients of different layers", () => {
    const one = (layer: number): Wanted => ({
      rows: "step",
      columns: 8,
      life: { from: times.backward(layer), to: times.backward(layer) },
    });
    const { matrices: [a, b, c], saved, size } = reserve([one(2), one(1), one(0)], 1);
    assert.deepEqual([b!.base, c!.base], [a!.base, a!.base]);
    assert.equal(saved, 2 * 4 * 4 * 8);
    assert.equal(size, reserve([one(2)], 1).size);
  });
});
