import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import assert from "node:assert/strict";
import { buildModel } from "../../src/model/build_model.ts";
import { initialWeights } from "../../src/model/initial_weights.ts";
import { distancesMoved } from "./distances_moved.ts";

const model = Result.getOrThrow(buildModel(
  {
    cell: "rnn",
    embedding: "none",
    hidden: 2,
    layers: 1,
    dropout: 0,
    tied: false,
    bias: false,
    truncate: "full",
  },
  {},
  3,
));

describe("distancesMoved", () => {
  it("gives a distance a tensor, under its name", () => {
    const first = initialWeights(model, 1);
    const last = new Map(
      [...first].map((
        [key, values],
      ) => [key, values.map((x) => x + (key.includes("output") ? 2 : 0))]),
    );
    const moved = distancesMoved(model, first, last);
    assert.deepEqual(Object.keys(moved).sort(), [
      "output.weight",
      "rnn.weight_hh_l0",
      "rnn.weight_ih_l0",
    ]);
    assert.equal(moved["rnn.weight_hh_l0"], 0);
    assert.ok(Math.abs(moved["output.weight"]! - Math.sqrt(6 * 4)) < 1e-12);
  });
});
