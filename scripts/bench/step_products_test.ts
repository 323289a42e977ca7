import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import assert from "node:assert/strict";
import { buildModel } from "../../src/model/build_model.ts";
import { tokenWork } from "../../src/compute/compile/token_work.ts";
import { productWork, stepProducts } from "./step_products.ts";

const model = (cell: string, embedding: number | "none") =>
  Result.getOrThrow(buildModel(
    {
      cell,
      embedding,
      hidden: 6,
      layers: 2,
      dropout: 0,
      tied: false,
      bias: true,
      truncate: "full",
    },
    {},
    11,
  ));

describe("stepProducts", () => {
  it("joins the LSTM's gates and leaves the time loop where it can", () => {
    const products = stepProducts(model("lstm", 5), { tokens: 12, rows: 3, steps: 4 });
    const forward = products.filter(({ form }) => form === "forward");
    assert.deepEqual(forward.map(({ m, n, k, calls }) => [m, n, k, calls]), [
      [12, 24, 5, 1],
      [3, 24, 6, 4],
      [12, 24, 6, 1],
      [3, 24, 6, 4],
      [12, 11, 6, 1],
    ]);
  });

  for (const cell of ["rnn", "gru", "lstm"]) {
    for (const embedding of [5, "none"] as const) {
      it(`adds up to the work of a step: ${cell}, embedding ${embedding}`, () => {
        const net = model(cell, embedding);
        const products = stepProducts(net, { tokens: 12, rows: 3, steps: 4 });
        assert.equal(productWork(products), 12 * tokenWork(net).training);
      });
    }
  }
});
