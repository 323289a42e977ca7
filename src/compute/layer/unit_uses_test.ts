import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { CellConfig } from "../../model/cells/schema.ts";
import { layerShapes } from "../units/layer_shape.ts";
import { modelForTest } from "../units/test_model.ts";
import { readAfterLoop, unitUses } from "./unit_uses.ts";

/** Gates by what becomes of them: kept in the place of their sum, kept apart, or not kept. */
const kept = (cell: string | CellConfig): string[] => {
  const shape = layerShapes(modelForTest(cell))[0]!;
  const uses = unitUses(shape);
  return [...uses].map(([id, { saved, inPlaceOf }]) => {
    const unit = shape.cell.units[id]!;
    assert(unit.kind === "gate");
    return `${unit.gate} ${!saved ? "not" : inPlaceOf === undefined ? "apart" : "in place"}`;
  });
};

describe("unitUses", () => {
  it("keeps what the way back reads, in the place of a sum that nothing else reads", () => {
    assert.deepEqual(kept("lstm"), [
      "sigmoid in place", // output gate
      "sigmoid in place", // forget gate
      "hadamard not", // f * c: its product rule reads f and c
      "sigmoid in place", // input gate
      "tanh in place",
      "hadamard not",
      "add apart", // c', a state
      "tanh apart", // of c', which is no sum
      "hadamard apart", // h'
    ]);
  });

  it("keeps the state's next value apart although it is a gate of a sum", () => {
    assert.deepEqual(kept("rnn"), ["tanh apart"]);
  });
});

describe("readAfterLoop", () => {
  it("tells what of the loop the work behind it reads, sums apart", () => {
    const { cell, ...shape } = layerShapes(modelForTest({
      state: "h",
      equations: `
s  = W h + U x
r  = sigmoid(R h)
h' = tanh(s) * r
y  = P h' + h * r + s`,
      output: "y",
    }))[0]!;
    const read = readAfterLoop({ cell, ...shape }).map((id) => {
      const unit = cell.units[id]!;
      return unit.kind === "gate" ? unit.gate : unit.kind;
    });
    assert.deepEqual(read.sort(), ["hadamard", "sigmoid", "state"]);
  });
});
