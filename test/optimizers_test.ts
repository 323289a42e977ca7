import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { clipScale, clipSettings, gradientNorm } from "../src/compute/optimizer/clip.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import { optimizerVectors, parseCaseName, relativeDistance } from "./support/optimizer_cases.ts";

describe("float64 optimizers follow torch.optim", () => {
  assert.ok(optimizerVectors.cases.length > 0);
  for (const { name, gradients, parameters } of optimizerVectors.cases) {
    it(name, () => {
      const config = parseCaseName(name);
      const optimizer = makeOptimizer(config);
      const weights = Float64Array.from(parameters[0]!);
      const slots = optimizer.slots.map(() => new Float64Array(weights.length));
      assert.equal(parameters.length, gradients.length + 1);
      gradients.forEach((gradient, i) => {
        optimizer.update(weights, Float64Array.from(gradient), slots, {
          learningRate: config.learningRate,
          ...clipSettings("none", NaN),
          time: i + 1,
        });
        const distance = relativeDistance(weights, parameters[i + 1]!);
        assert.ok(distance <= 1e-9, `update ${i + 1} is off by ${distance}`);
      });
    });
  }
});

describe("clipping by norm", () => {
  const { clip } = optimizerVectors;

  it("follows torch", () => {
    const gradient = Float64Array.from(clip.gradient);
    const norm = gradientNorm([gradient.subarray(0, 4), gradient.subarray(4)]);
    assert.ok(Math.abs(norm - clip.norm) <= 1e-9 * clip.norm);
    const scale = clipScale(norm, clip.maxNorm);
    assert.ok(relativeDistance(gradient.map((g) => g * scale), clip.clipped) <= 1e-9);
  });

  it("reaches the parameters through an update", () => {
    const sgd = makeOptimizer(parseCaseName("sgd lr=1"));
    const weights = new Float64Array(clip.gradient.length);
    const settings = clipSettings({ norm: clip.maxNorm }, clip.norm);
    sgd.update(weights, Float64Array.from(clip.gradient), [], {
      learningRate: 1,
      ...settings,
      time: 1,
    });
    assert.ok(relativeDistance(weights.map((w) => -w), clip.clipped) <= 1e-9);
  });
});
