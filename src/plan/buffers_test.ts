import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { makeArena } from "./arena.ts";
import { type Life, makeBuffers, stepTimes } from "./buffers.ts";
import type { MatrixRows, RowClass } from "./plan.ts";

const layers = 3;
const times = stepTimes(layers);
const capacity = { rows: 4, tokens: 20, steps: 5 };

interface Wanted {
  readonly rows: RowClass;
  readonly columns: number;
  readonly life: Life;
}

/** The times between which all workers wait for one another: those of the layers are one each way. */
const phaseOf = (time: number): number =>
  time < times.output ? 0 : time === times.output ? 1 : time < times.gradients ? 2 : 3;

const wanted: fc.Arbitrary<Wanted> = fc.record({
  rows: fc.constantFrom<RowClass>("token", "age", "step"),
  columns: fc.constantFrom(3, 8, 16),
  life: fc.tuple(
    fc.integer({ min: 0, max: times.gradients }),
    fc.integer({ min: 0, max: times.gradients }),
  ).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
});

const reserve = (list: readonly Wanted[], ages: number, logits: number, tied = false) => {
  const arena = makeArena(64);
  const base = arena.elements(logits);
  const taken = { from: times.output, to: tied ? times.gradients : times.output };
  const range = { base, bytes: 4 * logits, taken };
  const buffers = makeBuffers({ arena, capacity, ages, range });
  const matrices = list.map(({ rows, columns, life }) => buffers.matrix(rows, columns, life));
  return { matrices, range, size: arena.size(), saved: buffers.saved() };
};

const bytesOf = ({ rows, ld }: MatrixRows, ages: number): number =>
  4 * ld *
  { token: capacity.tokens, age: capacity.tokens * ages, step: capacity.rows * ages }[rows];

describe("makeBuffers", () => {
  it("lets only those overlap that can't be wanted at once", () => {
    const lists = fc.array(wanted, { maxLength: 12 });
    fc.assert(
      fc.property(
        lists,
        fc.constantFrom(1, 3),
        fc.nat(600),
        fc.boolean(),
        (list, ages, n, tied) => {
          const { matrices, range } = reserve(list, ages, n, tied);
          const all = [
            ...list.map(({ life }, i) => {
              const { base } = matrices[i]!;
              return { base, bytes: bytesOf(matrices[i]!, ages), life, matrix: matrices[i] };
            }),
            { ...range, life: range.taken, matrix: undefined },
          ];
          all.forEach((a, i) =>
            all.slice(i + 1).forEach((b) => {
              if (a.base + a.bytes <= b.base || b.base + b.bytes <= a.base) return;
              const apart = a.life.to < b.life.from || b.life.to < a.life.from;
              assert.ok(apart, "both are wanted at one time");
              const waited = phaseOf(a.life.to) < phaseOf(b.life.from) ||
                phaseOf(b.life.to) < phaseOf(a.life.from);
              if (waited) return;
              // Without a wait between: the same rows of the same width for each piece.
              assert.equal(a.base, b.base);
              assert.equal(a.matrix!.ld, b.matrix!.ld);
              const kind = (rows: RowClass) => rows === "age" && ages === 1 ? "token" : rows;
              assert.equal(kind(a.matrix!.rows), kind(b.matrix!.rows));
            })
          );
        },
      ),
    );
  });

  it("gives one place to gradients of different layers, and the logits' to any of them", () => {
    const one = (layer: number): Wanted => ({
      rows: "step",
      columns: 8,
      life: { from: times.backward(layer), to: times.backward(layer) },
    });
    const { matrices: [a, b, c], range, saved, size } = reserve([one(2), one(1), one(0)], 1, 1000);
    assert.deepEqual([a, b, c].map((matrix) => matrix!.base), [range.base, range.base, range.base]);
    assert.equal(saved, 3 * 4 * 4 * 8);
    assert.equal(size, reserve([], 1, 1000).size);
  });
});
