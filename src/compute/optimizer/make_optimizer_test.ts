import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Schema } from "effect";
import fc from "fast-check";
import { makeOptimizer } from "./make_optimizer.ts";
import { OptimizerConfig } from "./schema.ts";

const decode = Schema.decodeUnknownSync(OptimizerConfig);
const written = [
  { kind: "sgd" },
  { kind: "sgd", momentum: 0.9 },
  { kind: "sgd", momentum: 0.9, nesterov: true },
  { kind: "rmsprop" },
  { kind: "adagrad" },
  { kind: "adam" },
  { kind: "adamw" },
];

describe("makeOptimizer", () => {
  it("chooses by kind, and momentum only where there is some", () => {
    const made = written.map((config) => makeOptimizer(decode(config)));
    assert.deepEqual(made.map((o) => o.code), [0, 1, 1, 2, 3, 4, 5]);
    assert.deepEqual(made.map((o) => o.slots.length), [0, 1, 1, 1, 1, 2, 2]);
    for (const optimizer of made) {
      const numbers = optimizer.kernelSettings({
        learningRate: 1,
        gradientScale: 1,
        gradientLimit: Infinity,
        time: 1,
      });
      assert.ok(numbers.length <= 16);
    }
  });

  it("adds weight decay to the gradient everywhere but in AdamW", () => {
    for (const config of written.filter(({ kind }) => kind !== "adamw")) {
      const run = (weightDecay: number, gradient: number) => {
        const optimizer = makeOptimizer(decode({ ...config, weightDecay }));
        const p = Float64Array.of(2);
        const slots = optimizer.slots.map(() => Float64Array.of(0.5));
        const settings = { gradientScale: 1, gradientLimit: Infinity, time: 3 };
        optimizer.update(p, Float64Array.of(gradient), slots, { learningRate: 0.1, ...settings });
        return [p, ...slots];
      };
      assert.deepEqual(run(0.25, 1), run(0, 1.5), config.kind);
    }
  });

  it("gives the same bits however the parameters are cut", () => {
    const value = fc.double({ min: -10, max: 10, noNaN: true });
    const element = fc.tuple(value, value, fc.double({ min: 0, max: 10, noNaN: true }));
    fc.assert(fc.property(
      fc.constantFrom(...written),
      fc.array(element, { minLength: 2, maxLength: 30 }),
      fc.nat(),
      (config, elements, at) => {
        const optimizer = makeOptimizer(decode(config));
        const settings = { learningRate: 0.1, gradientScale: 0.5, gradientLimit: 3, time: 2 };
        const arrays = () => [
          Float64Array.from(elements, ([p]) => p),
          Float64Array.from(elements, ([, g]) => g),
          ...optimizer.slots.map(() => Float64Array.from(elements, ([, , s]) => s)),
        ];
        const update = ([p, g, ...slots]: Float64Array[]) =>
          optimizer.update(p!, g!, slots, settings);
        const whole = arrays(), cut = arrays(), middle = at % elements.length;
        update(whole);
        update(cut.map((a) => a.subarray(0, middle)));
        update(cut.map((a) => a.subarray(middle)));
        assert.deepEqual(cut, whole);
      },
    ));
  });
});
