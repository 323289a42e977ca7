import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { key } from "../../base/random/key.ts";
import { uniform } from "../../base/random/uniform.ts";
import { Operation } from "../../kernels/tape.ts";
import { gateGradientError } from "../user_gates/gate_gradient_error.ts";
import { gates } from "./gates.ts";
import { layernormEpsilon } from "./layernorm.ts";

const context = { rowKey: 12345, salt: 7 };
const settingsOf: Readonly<Record<string, readonly number[]>> = {
  affine: [-1.5, 0.25],
  dropout: [0.4],
  layernorm: [layernormEpsilon],
};

/** The length from which on a gate's gradient is not 0 whatever the arguments. */
const least: Readonly<Record<string, number>> = { softmax: 2, layernorm: 3 };

/** A vector of uniform numbers, different for every seed and place. */
const vector = (size: number, seed: number, place: number, from: number, to: number) =>
  Float64Array.from(
    { length: size },
    (_, i) => from + (to - from) * uniform(key(seed, "vector", place), i),
  );

describe("every gate's backward is the derivative of its forward", () => {
  for (const gate of gates.values()) {
    it(gate.name, () => {
      let checked = 0;
      const sizes = fc.integer({ min: least[gate.name] ?? 1, max: 7 });
      fc.assert(
        fc.property(sizes, fc.nat(), (size, seed) => {
          const from = gate.name === "log" ? 0.2 : -3;
          const count = gate.arity === "many" ? 3 : gate.arity;
          const args = Array.from({ length: count }, (_, i) => vector(size, seed, i, from, 3));

          const settings = settingsOf[gate.name] ?? [];
          const total = gate.size(args.map((arg) => arg.length), settings);
          assert.ok(typeof total === "number");
          const dy = vector(total, seed, count, -1, 1);
          const error = gateGradientError(gate, args, dy, settings, context);
          if (error === undefined) return;
          checked++;
          assert.ok(error <= 1e-6, `error ${error}`);
        }),
        { numRuns: 40 },
      );
      assert.ok(checked >= 30, `only ${checked} of 40 points far enough from a kink`);
    });
  }
});

describe("gates compute", () => {
  const half = Math.log(3) / 2;
  const table: readonly [string, readonly number[][], readonly number[]][] = [
    ["add", [[1, -2], [3, 5]], [4, 3]],
    ["subtract", [[1, -2], [3, 5]], [-2, -7]],
    ["hadamard", [[1, -2], [3, 5]], [3, -10]],
    ["affine", [[1, -2]], [-1.25, 3.25]],
    ["sigmoid", [[0, Math.log(3), -Math.log(3)]], [0.5, 0.75, 0.25]],
    ["sigmoid", [[-1000, 1000]], [0, 1]],
    ["tanh", [[0, half, -half]], [0, 0.5, -0.5]],
    ["relu", [[-2, 0, 2]], [0, 0, 2]],
    ["softsign", [[-3, 0, 1]], [-0.75, 0, 0.5]],
    ["exp", [[0, Math.log(5)]], [1, 5]],
    ["log", [[1, Math.E ** 2]], [0, 2]],
    ["softmax", [[0, Math.log(3)]], [0.25, 0.75]],
    ["softmax", [[1000, 1000]], [0.5, 0.5]],
    ["concat", [[1, 2], [3], [4]], [1, 2, 3, 4]],
  ];
  for (const [name, args, expected] of table) {
    it(`${name}(${JSON.stringify(args).slice(1, -1)})`, () => {
      const gate = gates.get(name)!;
      const settings = settingsOf[name] ?? [];
      const y = gate.forward(args.map((arg) => Float64Array.from(arg)), settings, context);
      assert.deepEqual([...y].map((yi) => Number(yi.toFixed(12))), expected);
      assert.equal(gate.size(args.map((arg) => arg.length), settings), y.length);
    });
  }

  it("refuses elementwise arguments of unequal length", () => {
    for (const name of ["add", "subtract", "hadamard"]) {
      assert.equal(
        gates.get(name)!.size([2, 3], []),
        "Expected vectors of equal length, got 2 and 3",
      );
    }
  });
});

describe("kernel forms", () => {
  it("name an operation of the tape for the forward and for every argument", () => {
    for (const { name, arity, kernel } of gates.values()) {
      // The plan places the arguments of concat side by side instead.
      if (name === "concat") continue;
      assert.ok(kernel, name);
      assert.equal(kernel.gradients.length, arity, name);
      for (const { operation } of [kernel.forward, ...kernel.gradients]) {
        assert.ok(operation in Operation, `${name}: ${operation}`);
      }
    }
  });
});
