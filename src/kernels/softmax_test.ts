import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { loadKernels } from "./load_kernels.ts";
import { TestArena, testNumbers } from "./test_arena.ts";

const arena = new TestArena(32);
const kernels = loadKernels(arena.memory);

const cases = fc.record({
  rows: fc.integer({ min: 1, max: 5 }),
  columns: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 700 })),
  spread: fc.constantFrom(0.1, 5, 80, 1e4),
  seed: fc.nat(1000),
});

/** logsumexp of a row in float64. */
function logSumExp(x: Float32Array): number {
  const top = Math.max(...x);
  let sum = 0;
  for (const v of x) sum += Math.exp(v - top);
  return top + Math.log(sum);
}

function run(logits: Float32Array, targets: readonly number[], scale: number, gradient: 0 | 1) {
  arena.reset();
  const rows = targets.length, columns = logits.length / rows;
  const at = arena.floats(logits), losses = arena.bytes(4 * rows);
  kernels.softmaxLoss(at, rows, columns, arena.ints(targets), scale, losses, gradient);
  return {
    logits: arena.view(at, logits.length).slice(),
    losses: arena.view(losses, rows).slice(),
  };
}

describe("softmaxLoss", () => {
  it("is the cross-entropy and its gradient", () => {
    fc.assert(
      fc.property(cases, ({ rows, columns, spread, seed }) => {
        const logits = testNumbers(seed, rows * columns, spread);
        const targets = Array.from({ length: rows }, (_, r) => (seed + 31 * r) % columns);
        const scale = 0.37;
        const forward = run(logits, targets, scale, 0);
        const backward = run(logits, targets, scale, 1);
        assert.deepEqual(forward.logits, logits);
        assert.deepEqual(forward.losses, backward.losses);
        for (let r = 0; r < rows; r++) {
          const row = logits.subarray(r * columns, (r + 1) * columns);
          const total = logSumExp(row);
          const loss = total - row[targets[r]!]!;
          assert.ok(Math.abs(forward.losses[r]! - loss) <= 3e-7 * Math.max(1, loss), `${loss}`);
          for (let c = 0; c < columns; c++) {
            const wanted = (Math.exp(row[c]! - total) - (c === targets[r] ? 1 : 0)) * scale;
            const got = backward.logits[r * columns + c]!;
            assert.ok(Math.abs(got - wanted) <= 1e-6, `${got} is not ${wanted}`);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("keeps small probabilities to float32's precision", () => {
    const { logits } = run(Float32Array.of(0, -40, -80), [0], 1, 1);
    assert.ok(Math.abs(logits[1]! / Math.exp(-40) - 1) < 1e-6);
    assert.ok(Math.abs(logits[2]! / Math.exp(-80) - 1) < 1e-6);
  });

  it("is accurate over 10,000 columns", () => {
    const logits = testNumbers(3, 10000, 2);
    const { losses } = run(logits, [17], 1, 0);
    assert.ok(Math.abs(losses[0]! - (logSumExp(logits) - logits[17]!)) < 2e-6);
  });

  it("lets a number that isn't finite show in the loss and the gradient", () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      for (const place of [0, 4, 6]) {
        for (const target of [0, 1, 6]) {
          const logits = testNumbers(1, 7);
          logits[place] = bad;
          const forward = run(logits, [target], 1, 0), backward = run(logits, [target], 1, 1);
          assert.ok(!Number.isFinite(forward.losses[0]), `${bad} at ${place}, target ${target}`);
          assert.ok(!Number.isFinite(backward.losses[0]));
          assert.ok(backward.logits.every(Number.isNaN));
        }
      }
    }
  });

  it("doesn't overflow for large logits", () => {
    const { losses, logits } = run(Float32Array.of(3e38, 3e38, -1e38), [1], 1, 1);
    assert.ok(Number.isFinite(losses[0]) || losses[0] === Infinity);
    assert.ok(Math.abs(logits[0]! - 0.5) < 1e-6 && Math.abs(logits[1]! + 0.5) < 1e-6);
  });
});

describe("logSoftmax", () => {
  it("is x − logsumexp(x)", () => {
    fc.assert(fc.property(cases, ({ rows, columns, spread, seed }) => {
      arena.reset();
      const logits = testNumbers(seed, rows * columns, spread);
      const at = arena.floats(logits);
      kernels.logSoftmax(at, rows, columns);
      const got = arena.view(at, logits.length);
      for (let i = 0; i < logits.length; i++) {
        const r = Math.floor(i / columns);
        const row = logits.subarray(r * columns, (r + 1) * columns);
        const wanted = logits[i]! - logSumExp(row);
        const bound = 3e-7 * Math.max(1, spread, -wanted);
        assert.ok(Math.abs(got[i]! - wanted) <= bound, `${got[i]} is not ${wanted}`);
      }
    }));
  });
});
