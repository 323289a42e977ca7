import { atOnce } from "../../base/slices.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import type { CellsConfig } from "../../model/cells/schema.ts";
import { buildModel } from "../../model/build_model.ts";
import { key } from "../../base/random/key.ts";
import { uniform } from "../../base/random/uniform.ts";
import type { ModelConfig } from "../../model/schema.ts";
import { checkModelGradient } from "./gradient_check.ts";

const batch = {
  epoch: 0,
  index: 0,
  lengths: Int32Array.of(5, 2),
  offsets: Int32Array.of(0, 5, 7),
  inputs: Int32Array.of(1, 3, 2, 3, 0, 4, 4),
  targets: Int32Array.of(3, 2, 3, 0, 5, 4, 1),
  carried: false,
};

const base: ModelConfig = {
  cell: "rnn",
  embedding: 3,
  hidden: 3,
  layers: 1,
  dropout: 0,
  tied: false,
  bias: true,
  truncate: "full",
};

/** Checks at random weights, biases included; every gate is in its curved part. */
function check(config: Partial<ModelConfig>, cells: CellsConfig = {}, seed = 1): void {
  const model = Result.getOrThrow(buildModel({ ...base, ...config }, cells, 6));
  const weights = new Map(model.parameters.map(({ key: name, rows, columns }) => {
    const stream = key(seed, name);
    return [
      name,
      Float64Array.from({ length: rows * columns }, (_, i) => 2 * uniform(stream, i) - 1),
    ];
  }));
  const { errors, kinkDistance } = atOnce(
    checkModelGradient(model, weights, batch, { seed: 5, step: 2 }),
  );
  assert.ok(kinkDistance > 1e-4, "too near to a kink: choose another seed");
  assert.deepEqual([...errors.keys()], model.parameters.map((parameter) => parameter.key));
  for (const [name, error] of errors) assert.ok(error <= 1e-6, `${name}: error ${error}`);
}

describe("the gradient of the whole loss agrees with central differences", () => {
  for (const cell of ["rnn", "gru", "lstm"]) {
    const variants: readonly [string, Partial<ModelConfig>][] = [
      ["an embedding", {}],
      ["two layers", { layers: 2 }],
      ["one-hot input", { embedding: "none" }],
      ["tied weights", { tied: true }],
      ["no biases, two layers, one-hot", { bias: false, layers: 2, embedding: "none" }],
      ["dropout, two layers", { dropout: 0.3, layers: 2 }],
    ];
    for (const [what, config] of variants) {
      it(`${cell} with ${what}`, () => check({ cell, ...config }));
    }
  }

  const cells: CellsConfig = {
    everything: {
      state: { h: "hidden", m: 2 },
      learned: ["h", "m"],
      parameters: { u: ["hidden"], Wp: ["hidden", 2], g: { shape: ["hidden"], init: 1 } },
      equations: `
        a  = softsign(Wa x + u * h + ba)      # peephole
        e  = exp(-a) * softmax(Ue h + a)
        l  = log(1.5 + a * a) - 0.5 layernorm(e + Wl concat(m, x))
        m' = relu(Wm concat(l, dropout(a, 0.25)) + bm)
        h' = tanh(g * l + 2 Wp m' - (1 - a) * h)
      `,
      output: "l",
    },
  };
  it("a cell with every gate and learned initial states", () =>
    check({ cell: "everything", layers: 2 }, cells));
});

describe("checkModelGradient", () => {
  it("sees that truncated gradients are others", () => {
    assert.throws(() => check({ truncate: 1 }), /error/);
  });
});
