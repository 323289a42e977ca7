import { nowhere } from "./pointer.ts";
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { loadKernels } from "./load_kernels.ts";
import { Operation } from "./tape.ts";
import { TestArena } from "./test_arena.ts";

const arena = new TestArena(64);
const kernels = loadKernels(arena.memory);

/** One tape operation on many numbers. */
function run(operation: "exp" | "log" | "tanh" | "sigmoid", x: Float32Array): Float32Array {
  arena.reset();
  const a = arena.floats(x), to = arena.bytes(4 * x.length);
  const program = arena.ints([Operation[operation], x.length, to, 0, 0, a, ...Array(10).fill(0)]);
  kernels.tape(program, 1, 1, 1, arena.ints(new Array(8).fill(0)), nowhere);
  return arena.view(to, x.length).slice();
}

/**
 * Distance of `got` from the float64 `exact` in units of the last place of the float32 next to it.
 */
function unitsAway(got: number, exact: number): number {
  if (Number.isNaN(exact)) return Number.isNaN(got) ? 0 : Infinity;
  const nearest = Math.fround(exact);
  if (got === nearest) return 0;
  if (!Number.isFinite(nearest) || !Number.isFinite(got)) return Infinity;
  const unit = 2 ** Math.max(-149, Math.floor(Math.log2(Math.abs(exact))) - 23);
  return Math.abs(got - exact) / unit;
}

/** Numbers over the whole range: sizes from 2^-140 to 2^10, both signs, and a fine grid. */
function range(): Float32Array {
  const x: number[] = [];
  for (let e = -140; e < 10; e++) for (let i = 0; i < 64; i++) x.push(2 ** e * (1 + i / 64));
  for (let i = 0; i < 60000; i++) x.push(i * 0.00173);
  return Float32Array.from([...x, ...x.map((v) => -v)]);
}

const exact = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  // 0 where it would not be a normal number
  sigmoid: (x: number) => {
    if (x < -87.33654) return 0;
    return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
  },
};

describe("functions of four lanes", () => {
  const limits = { exp: 2, log: 1.5, tanh: 2, sigmoid: 3 };
  for (const name of Object.keys(exact) as (keyof typeof exact)[]) {
    it(`${name} is within ${limits[name]} units in the last place everywhere`, () => {
      const x = range();
      const got = run(name, x);
      let worst = 0, at = 0;
      for (let i = 0; i < x.length; i++) {
        const away = unitsAway(got[i]!, exact[name](x[i]!));
        if (away > worst) [worst, at] = [away, i];
      }
      assert.ok(worst <= limits[name], `${worst} at ${x[at]}: ${got[at]}`);
    });
  }

  it("have their limits", () => {
    const ends = Float32Array.from([Infinity, -Infinity, NaN, 0, 3e38, -3e38]);
    assert.deepEqual([...run("exp", ends)], [Infinity, 0, NaN, 1, Infinity, 0]);
    assert.deepEqual([...run("tanh", ends)], [1, -1, NaN, 0, 1, -1]);
    assert.deepEqual([...run("sigmoid", ends)], [1, 0, NaN, 0.5, 1, 0]);
    // NaNs whose lower bits are not 0, as a file of weights may hold
    const odd = new Float32Array(Uint32Array.of(0x7fc00001, 0xffc00123, 0x7fffffff).buffer);
    for (const name of ["exp", "tanh", "sigmoid"] as const) {
      assert.deepEqual([...run(name, odd)], [NaN, NaN, NaN], name);
    }
    const log = run("log", ends);
    assert.deepEqual([...log].slice(0, 4), [Infinity, NaN, NaN, -Infinity]);
  });

  it("tanh is odd and sigmoid within 0 and 1", () => {
    const x = range();
    const positive = run("tanh", x), negative = run("tanh", x.map((v) => -v));
    assert.ok(positive.every((v, i) => v === -negative[i]!));
    assert.ok(positive.every((v) => Math.abs(v) <= 1));
    assert.ok(run("sigmoid", x).every((v) => v >= 0 && v <= 1));
  });
});
