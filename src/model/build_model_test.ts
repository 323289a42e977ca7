import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { builtinCells } from "./cells/builtin_cells.ts";
import type { CellsConfig } from "./cells/schema.ts";
import { buildModel } from "./build_model.ts";
import { parameterCount } from "./parameter_count.ts";
import type { ModelConfig } from "./schema.ts";

const base: ModelConfig = {
  cell: "gru",
  embedding: 4,
  hidden: 3,
  layers: 2,
  dropout: 0,
  tied: false,
  bias: true,
  truncate: "full",
};
const model = (config: Partial<ModelConfig> = {}, cells: CellsConfig = {}) =>
  Result.getOrThrow(buildModel({ ...base, ...config }, cells, 7));
const mistakes = (config: Partial<ModelConfig>, cells: CellsConfig = {}) => {
  const built = buildModel({ ...base, ...config }, cells, 7);
  return Result.isFailure(built)
    ? built.failure.map(({ path, at, message }) =>
      [path.join("."), at?.line, at?.column, message].filter((part) => part !== undefined).join(
        ": ",
      )
    )
    : [];
};
const shapes = (built: ReturnType<typeof model>) =>
  built.tensors.map(({ name, shape }) => `${name} ${shape.join("×")}`);

describe("buildModel", () => {
  it("names and shapes tensors as PyTorch does", () => {
    assert.deepEqual(shapes(model()), [
      "embedding.weight 7×4",
      "gru.weight_ih_l0 9×4",
      "gru.weight_hh_l0 9×3",
      "gru.bias_ih_l0 9",
      "gru.bias_hh_l0 9",
      "gru.weight_ih_l1 9×3",
      "gru.weight_hh_l1 9×3",
      "gru.bias_ih_l1 9",
      "gru.bias_hh_l1 9",
      "output.weight 7×3",
      "output.bias 7",
    ]);
    const sizes = [28, 36 + 27 + 18, 27 + 27 + 18, 21 + 7];
    assert.equal(parameterCount(model()), sizes.reduce((a, b) => a + b));
  });

  it("gives one-hot tokens to the first layer only, and leaves biases out", () => {
    const built = model({ embedding: "none", bias: false, cell: "rnn" });
    assert.deepEqual(shapes(built), [
      "rnn.weight_ih_l0 3×7",
      "rnn.weight_hh_l0 3×3",
      "rnn.weight_ih_l1 3×3",
      "rnn.weight_hh_l1 3×3",
      "output.weight 7×3",
    ]);
    assert.deepEqual(built.layers.map(({ oneHot, inputSize }) => [oneHot, inputSize]), [
      [true, 7],
      [false, 3],
    ]);
  });

  it("writes a tied parameter under both names, and counts it once", () => {
    const built = model({ tied: true, embedding: 3 });
    const parts = built.tensors.filter(({ name }) => /^(embedding|output)\.weight/.test(name));
    assert.deepEqual(parts.map((tensor) => tensor.parts), [
      ["embedding.weight"],
      ["embedding.weight"],
    ]);
    assert.ok(!built.parameters.some(({ key }) => key === "output.weight"));
  });

  it("draws weights for the length of what they multiply", () => {
    const lengths = model({ embedding: "none", cell: "rnn" }).parameters
      .filter(({ initial }) => initial === undefined)
      .map(({ key, bound }) => [key, Math.round(1 / bound ** 2)]);
    assert.deepEqual(lengths, [
      ["0.Wih", 7],
      ["0.Whh", 3],
      ["1.Wih", 3],
      ["1.Whh", 3],
      ["output.weight", 3],
    ]);
    assert.equal(model().parameters[0]!.bound, 1 / Math.sqrt(4));
  });

  it("draws weights in the bound that is given, and leaves biases at 0", () => {
    for (const { key, bound, initial } of model({ init: { uniform: 0.1 } }).parameters) {
      assert.deepEqual([bound, initial], [0.1, /(^|\.)b/.test(key) ? 0 : undefined], key);
    }
  });

  it("stacks a cell's parameters as its layout says, and names the others alone", () => {
    const cells = {
      mine: {
        state: { h: "hidden" as const, m: 2 },
        equations: "m' = A x + b\nh' = U h + W x + V m'",
        output: "m'",
        layout: { both: ["U", "W"] },
      },
    };
    assert.deepEqual(mistakes({ cell: "mine" }, cells), [
      'cells.mine.layout.both: Parameter "W" (3 × 4) can\'t be stacked under "U" (3 × 3): ' +
      "expected parts with equal columns",
    ]);
    const built = model({ cell: "mine", embedding: 3, layers: 1 }, cells);
    assert.deepEqual(shapes(built).slice(1, -2), [
      "mine.both_l0 6×3",
      "mine.A_l0 2×3",
      "mine.b_l0 2",
      "mine.V_l0 3×2",
    ]);
    assert.deepEqual(built.tensors[1]!.parts, ["0.U", "0.W"]);
    assert.deepEqual(built.tensors.at(-2)!.shape, [7, 2]);
  });

  it("gives a built-in cell under another name the same parameters", () => {
    const other = model({ cell: "gru2" }, { gru2: builtinCells["gru"]! });
    assert.deepEqual(other.parameters, model().parameters);
    assert.deepEqual(shapes(other).map((shape) => shape.replace("gru2", "gru")), shapes(model()));
  });
});

describe("mistakes in a model", () => {
  it("an unknown cell", () => {
    assert.deepEqual(mistakes({ cell: "gur" }), [
      'model.cell: Unknown cell "gur", did you mean "gru"?',
    ]);
    assert.deepEqual(mistakes({ cell: "transformer" }), [
      'model.cell: Unknown cell "transformer"; expected rnn, gru, lstm or a cell defined under cells',
    ]);
    assert.deepEqual(mistakes({ cell: "constructor" }).length, 1);
  });

  it("a cell of a built-in's name", () => {
    assert.deepEqual(mistakes({}, { gru: builtinCells["gru"]! }), [
      'cells.gru: Name "gru" is that of a built-in cell: expected another name',
    ]);
  });

  it("tied weights of unequal lengths", () => {
    assert.deepEqual(mistakes({ tied: true }), [
      "model.tied: Tied weights need an embedding of the cell's output size, 3, but it is 4",
    ]);
    assert.deepEqual(mistakes({ tied: true, embedding: "none" }), [
      "model.tied: Tied weights need an embedding of the cell's output size, 3, but there is no embedding",
    ]);
  });

  it("those of the cell, in the layer where they show", () => {
    const cells = { res: { state: "h", equations: "h' = x + tanh(W h)" } };
    assert.deepEqual(mistakes({ cell: "res" }, cells), [
      'cells.res.equations: 1: 1: State "h" has length 3 but its next value has length 4',
    ]);
    const halving = { half: { state: { h: 2 }, input: 4, equations: "h' = W x + U h" } };
    assert.deepEqual(mistakes({ cell: "half" }, halving), [
      "cells.half.input: In layer 2: Input has length 4 in this cell, but the layer below gives a vector " +
      "of length 2",
    ]);
  });
});
