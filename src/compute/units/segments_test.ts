import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { CellConfig } from "../../model/cells/schema.ts";
import { type LayerShape, layerShapes } from "./layer_shape.ts";
import { type Scope, scopes } from "./units.ts";
import { modelForTest } from "./test_model.ts";

const mgu: CellConfig = {
  state: "h",
  equations: `
f  = sigmoid(Uf x + Wf h + bf)
c  = tanh(Uc x + Wc (f * h) + bc)
h' = (1 - f) * h + f * c`,
};
const residual: CellConfig = {
  state: "h",
  equations: "e = relu(E x)\nh' = tanh(A (U e + W h + e) + e + h)",
  parameters: { E: ["hidden", "input"], A: ["hidden", "hidden"] },
};

/** What is given to the layer above is made after the loop. */
const projected: CellConfig = {
  state: "h",
  equations: "h' = tanh(U x + W h + b)\ng = sigmoid(G h' + R x)\ny = P (g * h') + h",
  output: "y",
};

const kinds = ({ segments }: LayerShape, scope: Scope): string[] =>
  segments[scope].map((segment) =>
    segment.kind === "tape"
      ? `tape ${segment.items.length}`
      : segment.kind === "products"
      ? `products ${segment.products.length}`
      : "function"
  );
const shapeOf = (cell: string | CellConfig): LayerShape => layerShapes(modelForTest(cell))[0]!;

describe("segments", () => {
  it("are one product and one pass of gates in the GRU's loop", () => {
    assert.deepEqual(kinds(shapeOf("gru"), "tokens"), ["products 1"]);
    // sigmoid, sigmoid, hadamard, its sum, tanh, affine, two hadamards, add
    assert.deepEqual(kinds(shapeOf("gru"), "loop"), ["products 1", "tape 9"]);
  });

  it("are two products in the loop where one needs the other's gate", () => {
    // sigmoid, affine and two hadamards; then tanh, hadamard, add
    assert.deepEqual(kinds(shapeOf(mgu), "loop"), [
      "products 1",
      "tape 4",
      "products 1",
      "tape 3",
    ]);
  });

  it("follow the loop where no state needs them", () => {
    const shape = shapeOf(projected);
    assert.deepEqual(kinds(shape, "tokens"), ["products 1"]);
    assert.deepEqual(kinds(shape, "loop"), ["products 1", "tape 1"]);
    assert.deepEqual(kinds(shape, "post"), ["tape 1", "products 1", "tape 2", "products 1"]);
  });

  it("make every value once, after what it needs", () => {
    for (const cell of ["rnn", "gru", "lstm", mgu, residual, projected]) {
      const { cell: { units }, segments, columns } = shapeOf(cell);
      const parts = new Map<number, number>();
      const made = (id: number) => {
        const unit = units[id]!;
        if (unit.kind === "gate") return parts.get(id) === 1;
        return unit.kind !== "sum" || parts.get(id) === unit.terms.length + unit.addends.length;
      };
      const make = (id: number) => parts.set(id, (parts.get(id) ?? 0) + 1);
      for (const segment of scopes.flatMap((scope) => segments[scope])) {
        if (segment.kind === "products") {
          for (const product of segment.products) {
            assert.ok(made(product.operand), `operand ${product.operand}`);
            for (const { sum } of product.members) make(sum);
          }
          continue;
        }
        const items = segment.kind === "tape"
          ? segment.items
          : [{ kind: "gate" as const, unit: segment.unit }];
        for (const item of items) {
          const unit = units[item.unit]!;
          const args = item.kind === "addend" ? [item.unit] : unit.kind === "gate" ? unit.args : [];
          assert.ok(args.every(made), `arguments of ${item.unit}`);
          make(item.kind === "addend" ? item.sum : item.unit);
        }
      }
      units.forEach((_, id) => assert.ok(made(id), `unit ${id}`));
      const products = scopes.flatMap((scope) => segments[scope]).flatMap((segment) =>
        segment.kind === "products" ? segment.products : []
      );
      assert.equal(products.length, columns.products.length);
    }
  });
});
