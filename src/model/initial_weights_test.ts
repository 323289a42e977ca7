import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { builtinCells } from "./cells/builtin_cells.ts";
import { buildModel } from "./build_model.ts";
import { initialWeights } from "./initial_weights.ts";

const config = {
  cell: "gru",
  embedding: 16,
  hidden: 25,
  layers: 2,
  dropout: 0,
  tied: false,
  bias: true,
  truncate: "full",
} as const;
const model = Result.getOrThrow(buildModel(config, {}, 100));
const weights = initialWeights(model, 42);

describe("initialWeights", () => {
  it("are float32 numbers, uniform in ±bound, biases 0", () => {
    for (const { key, rows, columns, bound, initial } of model.parameters) {
      const values = weights.get(key)!;
      assert.equal(values.length, rows * columns);
      assert.ok(values.every((value) => Math.fround(value) === value), key);
      if (initial === 0) assert.ok(values.every((value) => value === 0), key);
      else {
        assert.ok(values.every((value) => Math.abs(value) <= bound), key);
        // The variance of the uniform distribution is bound²/3; 400 values and more are within a
        // fifth of it.
        const variance = Math.hypot(...values) ** 2 / values.length;
        assert.ok(Math.abs(variance / (bound * bound / 3) - 1) < 0.2, `${key}: ${variance}`);
      }
    }
  });

  it("depend on the seed, the layer and the parameter, but not on the cell's name", () => {
    assert.notDeepEqual(initialWeights(model, 43).get("0.Whn"), weights.get("0.Whn"));
    assert.notDeepEqual(weights.get("1.Whn"), weights.get("0.Whn"));
    assert.notDeepEqual(weights.get("0.Whr"), weights.get("0.Whn"));
    const renamed = buildModel({ ...config, cell: "mine" }, { mine: builtinCells["gru"]! }, 100);
    assert.deepEqual(initialWeights(Result.getOrThrow(renamed), 42), weights);
  });
});
