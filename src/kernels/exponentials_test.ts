import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { loadKernels } from "./load_kernels.ts";
import { pointerTo } from "./pointer.ts";
import { reservedBytes } from "./reserved_bytes.ts";
import { sharedMemory } from "./shared_memory.ts";

const room = 2001;
const memory = sharedMemory(reservedBytes + 16 * room);
const kernels = loadKernels(memory);

const run = (x: Float64Array, top: number, temperature: number) => {
  const [from, to] = [pointerTo(reservedBytes), pointerTo(reservedBytes + 8 * room)];
  new Float64Array(memory.buffer, reservedBytes, x.length).set(x);
  const result = new Float64Array(memory.buffer, reservedBytes + 8 * room, room).fill(-1);
  const sum = kernels.exponentials(from, x.length, top, temperature, to);
  return { weights: result.slice(0, x.length), sum, beyond: result[x.length] };
};

describe("exponentials", () => {
  it("are e^((x − top) / temperature), and their sum, for any number of them", () => {
    for (const length of [1, 2, 3, 2000]) {
      for (const temperature of [0.3, 1, 7]) {
        const x = Float64Array.from({ length }, (_, i) => 5 - i ** 1.15 / 40);
        const { weights, sum, beyond } = run(x, 5, temperature);
        weights.forEach((weight, i) => {
          const exact = Math.exp((x[i]! - 5) / temperature);
          // the argument's own rounding counts too
          assert.ok(Math.abs(weight / exact - 1) < 4e-16, `${x[i]}: ${weight}, not ${exact}`);
        });
        const total = weights.reduce((a, b) => a + b);
        assert.ok(Math.abs(sum / total - 1) < 1e-12);
        assert.equal(beyond, -1);
      }
    }
  });

  it("are 1 at the top and 0 far below, whatever the temperature", () => {
    assert.deepEqual([...run(Float64Array.of(3, -Infinity, 3 - 709), 3, 1).weights], [1, 0, 0]);
    assert.deepEqual([...run(Float64Array.of(3, 2.999), 3, 1e-308).weights], [1, 0]);
  });
});

describe("reaching", () => {
  it("is where the sum passes the target, or beyond the end", () => {
    const at = pointerTo(reservedBytes);
    const weights = Float64Array.of(0, 0.5, 0, 0.25, 0.25);
    new Float64Array(memory.buffer, reservedBytes, weights.length).set(weights);
    const of = (target: number) => kernels.reaching(at, weights.length, target);
    assert.deepEqual([0, 0.49, 0.5, 0.74, 0.75, 0.99, 1].map(of), [1, 1, 3, 3, 4, 4, 5]);
    assert.equal(kernels.reaching(at, 0, 0), 0);
  });
});

describe("largest", () => {
  it("is the largest of any number of them, and NaN beside one", () => {
    const of = (...x: number[]) => {
      new Float64Array(memory.buffer, reservedBytes, x.length).set(x);
      return kernels.largest(pointerTo(reservedBytes), x.length);
    };
    for (const rest of [[], [-3], [-3, -Infinity], [-5, -4, -7]]) {
      for (let at = 0; at <= rest.length; at++) {
        const beside = (value: number) => rest.toSpliced(at, 0, value);
        assert.equal(of(...beside(-2)), -2);
        assert.equal(of(...beside(Infinity)), Infinity);
        assert.ok(Number.isNaN(of(...beside(NaN))));
      }
    }
    assert.equal(of(-Infinity, -Infinity), -Infinity);
  });
});
