import { byteOf, elementIndex } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { CellConfig } from "../../model/cells/schema.ts";
import type { Model } from "../../model/model.ts";
import { layerShapes } from "../units/layer_shape.ts";
import { modelForTest } from "../units/test_model.ts";
import { parameterLayout } from "./parameter_layout.ts";

const layoutOf = (model: Model) => parameterLayout(model, layerShapes(model));
const shared: CellConfig = {
  state: "h",
  equations: "f = sigmoid(U x + W h + b)\nh' = tanh(V x + W (f * h) + u * h)",
  parameters: { u: ["hidden"] },
};

describe("parameterLayout", () => {
  it("gives every element of every parameter a place of its own", () => {
    for (const cell of ["rnn", "gru", "lstm", shared]) {
      for (const embedding of ["none", 5] as const) {
        const model = modelForTest(cell, { embedding, layers: 2 });
        const { places, elements } = layoutOf(model);
        const taken = places.flatMap(({ pointer, rows, columns, rowStride, columnStride }) =>
          Array.from({ length: rows * columns }, (_, i) => {
            const [r, c] = [Math.floor(i / columns), i % columns];
            return elementIndex(pointer) + r * rowStride + c * columnStride;
          })
        );
        assert.equal(taken.length, model.parameters.reduce((n, p) => n + p.rows * p.columns, 0));
        assert.equal(new Set(taken).size, taken.length);
        assert.ok(taken.every((at) => at >= 0 && at < elements));
      }
    }
  });

  it("stands the matrices of a joined product on top of each other", () => {
    const model = modelForTest("gru");
    const { byKey, products } = layoutOf(model);
    const [input] = [...products];
    assert.deepEqual(
      ["0.Win", "0.Wiz", "0.Wir"].map((key) => byteOf(byKey.get(key)!.pointer) - byteOf(input![1])),
      [0, 4 * 3 * 4, 2 * 4 * 3 * 4],
    );
  });

  it("lays a matrix for one-hot tokens on its side: a row a token", () => {
    const { byKey } = layoutOf(modelForTest("rnn", { embedding: "none" }));
    const { rowStride, columnStride } = byKey.get("0.Wih")!;
    assert.deepEqual([rowStride, columnStride], [1, 3]);
  });

  it("refuses a matrix for both one-hot tokens and vectors", () => {
    const cell = { state: "h", equations: "h' = tanh(W x + W h)" };
    const model = modelForTest(cell, { embedding: "none", hidden: 7 });
    assert.throws(() => layoutOf(model), /Matrix "W" of cell "own" multiplies both/);
  });
});
