import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { elementsOn, nowhere, type Pointer } from "./pointer.ts";
import { Operation, scratchClass } from "./tape.ts";
import { testNumbers } from "./test_arena.ts";
import {
  arena,
  constants,
  inverseDeviation,
  kernels,
  mean,
  type Name,
  type Operand,
  reference,
  writeTape,
} from "./test_tape.ts";

/** How an operand lies: its own rows (with a gap), one vector for all rows. */
const layout = fc.record({ broadcast: fc.boolean(), gap: fc.nat(3), first: fc.nat(3) });

const cases = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  columns: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 300 })),
  blockRows: fc.integer({ min: 1, max: 10 }),
  accumulate: fc.boolean(),
  inPlace: fc.boolean(),
  layouts: fc.tuple(layout, layout, layout, layout),
  seed: fc.nat(1000),
});

/** Data of one operand: the rows that the reference reads, and how the tape reaches them. */
function place(
  values: Float32Array,
  rows: number,
  columns: number,
  at: { broadcast: boolean; gap: number; first: number },
  kind: number,
  starts: number[],
): { operand: Operand; row: (r: number) => Float64Array } {
  const stride = columns + at.gap;
  const first = at.broadcast ? 0 : at.first;
  const base = arena.floats(values.subarray(0, (first + rows) * stride));
  starts[kind] = first;
  return {
    operand: { base, stride: at.broadcast ? 0 : 4 * stride, class: kind },
    row: (r) => {
      const from = at.broadcast ? 0 : (first + r) * stride;
      return Float64Array.from(arena.view(elementsOn(base, from), columns));
    },
  };
}

const rowsOf = <A>(rows: number, value: (r: number) => A): A[] =>
  Array.from({ length: rows }, (_, r) => value(r));

describe("tape", () => {
  for (const operation of Object.keys(Operation) as Name[]) {
    it(`${operation} agrees with float64, accumulated, broadcast and in place`, () => {
      fc.assert(
        fc.property(cases, ({ rows, columns, blockRows, accumulate, inPlace, layouts, seed }) => {
          arena.reset();
          const starts = new Array<number>(8).fill(0);
          const scale = operation === "log" || operation === "divide" ? 1 : 3;
          const numbers = (n: number) => {
            const values = testNumbers(seed + n, (rows + 3) * (columns + 3), scale);
            if (operation === "log" || operation === "divide") {
              values.forEach((v, i) => values[i] = Math.abs(v) + 0.1);
            }
            return values;
          };
          const a = place(numbers(0), rows, columns, layouts[0], 0, starts);
          const b = place(numbers(1), rows, columns, layouts[1], 1, starts);
          const c = place(numbers(2), rows, columns, layouts[2], 2, starts);
          const keys = Int32Array.from({ length: rows }, (_, r) => seed * 7919 + r * 104729);
          const bOperand = operation === "dropout"
            ? { base: arena.ints(keys), stride: 4, class: 4 }
            : b.operand;
          const own = { ...layouts[3], broadcast: false };
          const to = inPlace && a.operand.stride !== 0
            ? a
            : place(numbers(3), rows, columns, own, 3, starts);
          const [k0, k1] = constants[operation] ?? [0, 0];
          const inputs = rowsOf(rows, a.row);
          const expected = rowsOf(rows, (r) => {
            const value = reference[operation]({
              a: a.row(r),
              b: b.row(r),
              c: c.row(r),
              constants: [Math.fround(k0), Math.fround(k1)],
              key: keys[r]! >>> 0,
            });
            const before = to.row(r);
            return accumulate ? value.map((v, i) => before[i]! + v) : value;
          });
          const program = writeTape([{
            operation,
            accumulate,
            columns,
            destination: to.operand,
            a: a.operand,
            b: bOperand,
            c: c.operand,
          }]);
          kernels.tape(program, 1, rows, blockRows, arena.ints(starts), nowhere);
          // Layer normalization subtracts a mean rounded to float32, then divides by the deviation.
          const rounding = rowsOf(
            rows,
            (r) =>
              operation === "layernorm"
                ? 2 ** -24 * Math.abs(mean(inputs[r]!)) * inverseDeviation(inputs[r]!, k0)
                : 0,
          );
          for (let r = 0; r < rows; r++) {
            const got = to.row(r);
            const largest = Math.max(1, ...expected[r]!.map(Math.abs));
            for (let i = 0; i < columns; i++) {
              const wanted = expected[r]![i]!;
              assert.ok(
                Math.abs(got[i]! - wanted) <= 2e-6 * largest + rounding[r]!,
                `row ${r}, column ${i}: ${got[i]} is not ${wanted}`,
              );
            }
          }
        }),
        { numRuns: 60 },
      );
    });
  }

  it("gives an element the same bits in any column, row and block", () => {
    fc.assert(fc.property(fc.nat(1000), fc.integer({ min: 1, max: 30 }), (seed, columns) => {
      const values = testNumbers(seed, columns, 6);
      for (const operation of ["sigmoid", "tanh", "exp", "log", "softsign"] as const) {
        arena.reset();
        const a = arena.floats(values), to = arena.bytes(4 * columns);
        const starts = arena.ints(new Array(8).fill(0));
        const run = (wide: number, rows: number) => {
          const stride = wide === 1 ? 4 : 0;
          const program = writeTape([{
            operation,
            columns: wide,
            destination: { base: to, stride, class: 0 },
            a: { base: a, stride, class: 0 },
          }]);
          kernels.tape(program, 1, rows, 3, starts, nowhere);
          return arena.view(to, columns).slice();
        };
        assert.deepEqual(run(columns, 1), run(1, columns));
      }
    }));
  });

  it("runs a chain block by block through scratch, in the tile of each block", () => {
    arena.reset();
    const rows = 7, columns = 5;
    const x = testNumbers(1, rows * columns), y = testNumbers(2, rows * columns);
    const xAt = arena.floats(x), yAt = arena.floats(y);
    const to = arena.floats(new Float32Array((rows + 2) * columns));
    // scratch holds two tiles of two rows
    const scratch = arena.bytes(2 * 2 * columns * 4);
    const own = (base: Pointer, kind: number) => ({ base, stride: 4 * columns, class: kind });
    const tile = (i: number) => own(elementsOn(nowhere, i * 2 * columns), scratchClass);
    const program = writeTape([
      {
        operation: "multiply",
        columns,
        destination: tile(0),
        a: own(xAt, 0),
        b: own(yAt, 0),
      },
      {
        operation: "affine",
        columns,
        destination: tile(1),
        a: tile(0),
      },
      {
        operation: "add",
        columns,
        destination: own(to, 1),
        a: tile(0),
        b: tile(1),
      },
    ]);
    kernels.tape(program, 3, rows, 2, arena.ints([0, 2, 0, 0, 0, 0, 0, 0]), scratch);
    const got = arena.view(to, (rows + 2) * columns);
    assert.deepEqual([...got.subarray(0, 2 * columns)], new Array(2 * columns).fill(0));
    for (let i = 0; i < rows * columns; i++) {
      const product = Math.fround(x[i]! * y[i]!);
      const affine = Math.fround(Math.fround(-1.5 * product) + 0.25);
      assert.equal(got[2 * columns + i], Math.fround(product + affine));
    }
    // the last block's only row is still in the first tile
    const last = columns * (rows - 1);
    const kept = Array.from(
      { length: columns },
      (_, i) => Math.fround(x[last + i]! * y[last + i]!),
    );
    assert.deepEqual([...arena.view(scratch, columns)], kept);
  });

  it("sums rows into a vector that all rows share, in their order", () => {
    arena.reset();
    const rows = 50, columns = 6;
    const x = testNumbers(3, rows * columns), first = testNumbers(4, columns);
    const to = arena.floats(first);
    const program = writeTape([{
      operation: "copy",
      accumulate: true,
      columns,
      destination: { base: to, stride: 0, class: 0 },
      a: { base: arena.floats(x), stride: 4 * columns, class: 0 },
    }]);
    kernels.tape(program, 1, rows, 4, arena.ints(new Array(8).fill(0)), nowhere);
    const expected = first.slice();
    for (let i = 0; i < x.length; i++) {
      expected[i % columns] = Math.fround(expected[i % columns]! + x[i]!);
    }
    assert.deepEqual(arena.view(to, columns), expected);
  });
});
