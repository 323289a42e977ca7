import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { atOnce } from "../../base/slices.ts";
import { buildModel } from "../../model/build_model.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import { startingWeightSlices } from "./starting_weights.ts";

const config = {
  cell: "gru",
  embedding: 6,
  hidden: 6,
  layers: 2,
  dropout: 0,
  tied: false,
  bias: true,
  truncate: "full",
} as const;
const own = {
  state: "h",
  equations: "h' = tanh(W x + U h + b)",
  learned: ["h"],
};

describe("startingWeightSlices", () => {
  const models = {
    "an embedding": config,
    "one-hot tokens": { ...config, embedding: "none" },
    "tied weights": { ...config, tied: true },
    "a cell of one's own": { ...config, cell: "own", embedding: "none", bias: false },
  } as const;
  for (const [name, model] of Object.entries(models)) {
    it(`takes the parent's for its words, and fresh ones for the others: ${name}`, () => {
      const over = (words: number) => Result.getOrThrow(buildModel(model, { own }, words));
      const [small, large] = [over(5), over(8)];
      const values = new Map(
        small.parameters.map(({ key, rows, columns }) => [
          key,
          new Float64Array(rows * columns).map((_, i) => 100 + i),
        ]),
      );
      const parent = {
        path: "",
        checkpoint: undefined,
        hashes: { weights: "", vocabulary: "" },
        words: [],
        version: undefined,
        model: small,
        values,
        left: [],
        isPrivate: false,
      };
      const starting = atOnce(startingWeightSlices(large, 3, parent));
      const fresh = initialWeights(large, 3);
      let [taken, kept] = [0, 0];
      for (const [index, { key, rows, columns }] of large.parameters.entries()) {
        const theirs = small.parameters[index]!;
        for (let i = 0; i < rows * columns; i++) {
          const [row, column] = [Math.floor(i / columns), i % columns];
          const isTheirs = row < theirs.rows && column < theirs.columns;
          const expected = isTheirs
            ? values.get(key)![row * theirs.columns + column]
            : fresh.get(key)![i];
          assert.equal(starting.get(key)![i], expected, `${key} ${row} ${column}`);
          if (isTheirs) taken++;
          else kept++;
        }
      }
      const count = (all: typeof small) =>
        all.parameters.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
      assert.deepEqual([taken, kept], [count(small), count(large) - count(small)]);
    });
  }

  it("are those of the seed without a parent", () => {
    const model = Result.getOrThrow(buildModel(config, {}, 8));
    assert.deepEqual(atOnce(startingWeightSlices(model, 3, undefined)), initialWeights(model, 3));
  });
});
