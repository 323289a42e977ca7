import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { clipSettings } from "../src/compute/optimizer/clip.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import type { UpdateSettings } from "../src/compute/optimizer/optimizer.ts";
import {
  type KernelArrays,
  kernelArrays,
  kernelUpdate,
} from "../src/compute/optimizer/test_kernel.ts";
import { optimizerVectors, parseCaseName, relativeDistance } from "./support/optimizer_cases.ts";

describe("float32 optimizers follow torch.optim", () => {
  for (const { name, gradients, parameters } of optimizerVectors.cases) {
    it(name, () => {
      const config = parseCaseName(name);
      const optimizer = makeOptimizer(config);
      const arrays = kernelArrays(optimizer, parameters[0]!.length);
      arrays.parameters.set(parameters[0]!);
      gradients.forEach((gradient, i) => {
        arrays.gradient.set(gradient);
        kernelUpdate(optimizer, arrays, {
          learningRate: config.learningRate,
          ...clipSettings("none", NaN),
          time: i + 1,
        });
        const distance = relativeDistance(arrays.parameters, parameters[i + 1]!);
        assert.ok(distance <= 1e-5, `update ${i + 1} is off by ${distance}`);
      });
    });
  }
});

const names = [
  "sgd lr=0.1",
  "sgd lr=0.1 weight_decay=0.1",
  "sgd lr=0.1 momentum=0.9",
  "sgd lr=0.1 momentum=0.5 nesterov weight_decay=0.1",
  "rmsprop lr=0.01 alpha=0.9 weight_decay=0.1",
  "adagrad lr=0.1 weight_decay=0.1",
  "adam lr=0.01 weight_decay=0.1",
  "adamw lr=0.01 betas=0.8,0.95 weight_decay=0.1",
];
const value = fc.double({ min: -10, max: 10, noNaN: true }).map(Math.fround);
/** Slots hold squares in some optimizers; away from 0, where a quotient of two roundings is anything. */
const slotValue = fc.double({ min: 0.01, max: 10, noNaN: true }).map(Math.fround);
const elements = fc.array(fc.tuple(value, value, slotValue), { minLength: 1, maxLength: 37 });
const settings: fc.Arbitrary<UpdateSettings> = fc.record({
  learningRate: fc.double({ min: 1e-4, max: 1, noNaN: true }),
  gradientScale: fc.double({ min: 0.01, max: 1, noNaN: true }),
  gradientLimit: fc.oneof(fc.constant(Infinity), fc.double({ min: 0.1, max: 5, noNaN: true })),
  time: fc.integer({ min: 1, max: 1000 }),
});

function fill(arrays: KernelArrays, list: ReadonlyArray<readonly [number, number, number]>) {
  arrays.parameters.set(list.map(([p]) => p));
  arrays.gradient.set(list.map(([, g]) => g));
  for (const slot of arrays.slots) slot.set(list.map(([, , s]) => s));
}

describe("optimizer kernels", () => {
  it("agree with the float64 reference, for any length", () => {
    fc.assert(fc.property(fc.constantFrom(...names), elements, settings, (name, list, set) => {
      const optimizer = makeOptimizer(parseCaseName(name));
      const arrays = kernelArrays(optimizer, list.length);
      fill(arrays, list);
      const before = Float64Array.from(arrays.parameters);
      const parameters = before.slice();
      const slots = arrays.slots.map((slot) => Float64Array.from(slot));
      optimizer.update(parameters, Float64Array.from(arrays.gradient), slots, set);
      kernelUpdate(optimizer, arrays, set);
      parameters.forEach((p, i) => {
        // what an adaptive step is measured by, against cancellation in p − step
        const scale = Math.max(Math.abs(before[i]!), Math.abs(p), 10 * set.learningRate);
        assert.ok(Math.abs(p - arrays.parameters[i]!) <= 1e-5 * scale, `parameter ${i}`);
      });
      slots.forEach((slot, k) =>
        slot.forEach((s, i) => {
          assert.ok(Math.abs(s - arrays.slots[k]![i]!) <= 1e-5 * Math.max(10, s), `slot ${k} ${i}`);
        })
      );
    }));
  });

  it("give the same bits however the parameters are cut", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), elements, settings, fc.nat(), (name, list, set, x) => {
        const optimizer = makeOptimizer(parseCaseName(name));
        const arrays = kernelArrays(optimizer, list.length);
        const results = [[0, list.length], [0, x % list.length, list.length]].map((cuts) => {
          fill(arrays, list);
          for (let i = 1; i < cuts.length; i++) {
            kernelUpdate(optimizer, arrays, set, cuts[i - 1], cuts[i]);
          }
          return [arrays.parameters, ...arrays.slots].map((array) => array.slice());
        });
        assert.deepEqual(results[1], results[0]);
      }),
    );
  });

  it("touch nothing beyond their elements", () => {
    for (const name of names) {
      const optimizer = makeOptimizer(parseCaseName(name));
      const arrays = kernelArrays(optimizer, 12);
      fill(arrays, Array.from({ length: 12 }, () => [1, 2, 3]));
      kernelUpdate(
        optimizer,
        arrays,
        {
          learningRate: 0.1,
          ...clipSettings("none", 1),
          time: 1,
        },
        2,
        7,
      );
      const moved = Array.from(arrays.parameters, (p) => p !== 1);
      assert.deepEqual(moved, Array.from({ length: 12 }, (_, i) => i >= 2 && i < 7), name);
      for (const slot of arrays.slots) {
        assert.deepEqual(Array.from(slot, (s) => s !== 3), moved, name);
      }
    }
  });

  it("let NaN through, so that a diverged run is seen", () => {
    for (const name of names) {
      const optimizer = makeOptimizer(parseCaseName(name));
      const arrays = kernelArrays(optimizer, 5);
      fill(arrays, [[1, 1, 1], [1, NaN, 1], [1, 1, 1], [1, 1, 1], [1, NaN, 1]]);
      kernelUpdate(optimizer, arrays, {
        learningRate: 0.1,
        ...clipSettings({ value: 1 }, NaN),
        time: 1,
      });
      assert.deepEqual(
        Array.from(arrays.parameters, Number.isNaN),
        [false, true, false, false, true],
        name,
      );
    }
  });
});
