import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Schema } from "effect";
import { OptimizerConfig } from "./schema.ts";

const decode = Schema.decodeUnknownSync(OptimizerConfig);

describe("the settings of an optimizer", () => {
  it("are PyTorch's where nothing is said", () => {
    const betas = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    const defaults: OptimizerConfig[] = [
      { kind: "sgd", learningRate: 0.001, momentum: 0, nesterov: false, weightDecay: 0 },
      { kind: "rmsprop", learningRate: 0.01, alpha: 0.99, epsilon: 1e-8, weightDecay: 0 },
      { kind: "adagrad", learningRate: 0.01, epsilon: 1e-10, weightDecay: 0 },
      { kind: "adam", learningRate: 0.001, ...betas, weightDecay: 0 },
      { kind: "adamw", learningRate: 0.001, ...betas, weightDecay: 0.01 },
    ];
    for (const config of defaults) assert.deepEqual(decode({ kind: config.kind }), config);
    assert.deepEqual(decode({}), decode({ kind: "adam" }));
  });

  it("are refused where an optimizer has no meaning", () => {
    for (
      const config of [
        { kind: "sgd", learningRate: 0 },
        { kind: "sgd", momentum: 1 },
        { kind: "sgd", weightDecay: -1 },
        { kind: "rmsprop", alpha: 1 },
        { kind: "adagrad", epsilon: 0 },
        { kind: "adam", beta1: 1 },
        { kind: "adamw", beta2: 1 },
        { kind: "newton" },
      ]
    ) assert.throws(() => decode(config), JSON.stringify(config));
  });
});
