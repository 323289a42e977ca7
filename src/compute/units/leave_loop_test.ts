import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import type { CellConfig } from "../../model/cells/schema.ts";
import { modelForTest } from "./test_model.ts";
import { cellUnits } from "./cell_units.ts";

/** Gates and matrices by the time at which they are computed. */
const timesOf = (cell: string | CellConfig) => {
  const graph = modelForTest(cell, { embedding: 3 }).layers[0]!;
  const { units } = cellUnits(graph, undefined, (node) => node);
  const times: Record<string, string> = {};
  for (const unit of units) {
    if (unit.kind === "gate") times[unit.gate] = unit.scope;
    if (unit.kind !== "sum") continue;
    for (const term of unit.terms) times[graph.parameters[term.parameter]!.name] = term.scope;
  }
  return times;
};

describe("leaveLoop", () => {
  it("moves what no next state needs behind the loop, with its products", () => {
    const times = timesOf({
      state: "h",
      equations: `
r  = sigmoid(R h + Q x)
h' = tanh(W (r * h) + U x)
z  = softmax(Z h' + Y x)
y  = P relu(z) + S h - r`,
      output: "y",
      parameters: { Z: [5, "hidden"] },
    });
    assert.deepEqual(times, {
      Q: "tokens",
      U: "tokens",
      Y: "tokens",
      R: "loop",
      W: "loop",
      Z: "post",
      P: "post",
      S: "post",
      sigmoid: "loop",
      hadamard: "loop",
      tanh: "loop",
      softmax: "post",
      relu: "post",
      subtract: "post",
    });
  });

  it("leaves before the loop what depends on no state, although no state needs it", () => {
    const times = timesOf({
      state: "h",
      equations: "h' = tanh(W h + U x)\ny = relu(V x) * h'",
      output: "y",
    });
    assert.deepEqual([times["V"], times["relu"], times["hadamard"]], ["tokens", "tokens", "post"]);
  });

  it("moves nothing of the built-in cells", () => {
    for (const cell of ["rnn", "gru", "lstm"]) {
      assert.ok(!Object.values(timesOf(cell)).includes("post"), cell);
    }
  });
});
