import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { CellConfig } from "../../model/cells/schema.ts";
import { layerShapes } from "./layer_shape.ts";
import { modelForTest } from "./test_model.ts";

/** The joined products of a layer as text: columns, matrices, operand. */
const productsOf = (cell: string | CellConfig, hidden = 3): string[] => {
  const { graph, cell: { units }, columns } = layerShapes(modelForTest(cell, { hidden }))[0]!;
  return columns.products.map(({ first, width, members, operand }) => {
    const names = members.map(({ parameter }) => graph.parameters[parameter]!.name);
    return `${first}–${first + width - 1}: ${names.join(" ")} ${units[operand]!.kind}`;
  });
};

describe("joinProducts", () => {
  it("makes one product of the GRU's input and one of its state", () => {
    assert.deepEqual(productsOf("gru"), ["0–8: Win Wiz Wir input", "3–11: Whz Whr Whn state"]);
  });

  it("makes one product each of the LSTM's over the same columns", () => {
    assert.deepEqual(productsOf("lstm"), [
      "0–11: Wio Wif Wii Wig input",
      "0–11: Who Whf Whi Whg state",
    ]);
  });

  it("leaves a matrix alone that multiplies two values: it has one place", () => {
    const cell = { state: "h", equations: "f = sigmoid(U x + W h)\nh' = tanh(V x + W (f * h))" };
    assert.deepEqual(productsOf(cell), [
      "0–5: U V input",
      "0–2: W state",
      "3–5: W gate",
    ]);
  });

  it("gives every sum columns of its own", () => {
    for (const cell of ["rnn", "gru", "lstm"]) {
      const { cell: { units }, columns } = layerShapes(modelForTest(cell))[0]!;
      const taken = [...columns.of].flatMap(([id, first]) =>
        Array.from({ length: units[id]!.size }, (_, i) => first + i)
      );
      assert.deepEqual(taken.sort((a, b) => a - b), [...Array(columns.width).keys()]);
    }
  });
});
