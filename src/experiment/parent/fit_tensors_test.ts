import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import type { Tensors } from "../../run/tensors/safetensors.ts";
import { buildModel } from "../../model/build_model.ts";
import type { Experiment } from "../schema.ts";
import { fitTensors } from "./fit_tensors.ts";

const config = {
  cell: "gru",
  embedding: 2,
  hidden: 3,
  layers: 1,
  dropout: 0,
  tied: false,
  bias: true,
  truncate: "full",
} as const;
const model = Result.getOrThrow(buildModel(config, {}, 4));
const sound: Tensors = new Map(
  model.tensors.map(({ name, shape }) => [
    name,
    { shape, data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(0.5) },
  ]),
);
const keys = { weights: "from.weights", vocabulary: "from.vocabulary" };
const fit = (tensors: Tensors, precision: "float32" | "float64") => {
  const experiment = { model: config, engine: { precision } } as unknown as Experiment;
  return Result.mapError(
    fitTensors(experiment, model, { name: "w", tensors, keys }),
    (found) => found.map(({ path, message }) => `${path.join(".")}: ${message}`),
  );
};

describe("fitTensors", () => {
  it("takes float64, but for what float32 can't hold", () => {
    const large = new Map(sound);
    large.set("output.bias", { shape: [4], data: Float64Array.of(0, 1e300, 0, 0) });
    assert(Result.isSuccess(fit(sound, "float32")));
    assert(Result.isSuccess(fit(large, "float64")));
    assert.deepEqual(
      Result.merge(fit(large, "float32")),
      [
        'from.weights: Tensor "output.bias" of "w" holds 1e+300, more than the float32 of ' +
        "engine.precision can",
      ],
    );
  });

  it("lists names that have something else before the cell", () => {
    const within = new Map([...sound].map(([name, tensor]) => [`module.${name}`, tensor]));
    const found = Result.merge(fit(within, "float32"));
    assert(Array.isArray(found));
    assert.match(
      found.join(),
      /^model\.cell: Cell "gru" has .* "gru\.weight_ih_l0", "w" has none: .* "module\.embedding/,
    );
  });
});
