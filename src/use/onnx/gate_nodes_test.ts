import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { gates } from "../../model/gates/gates.ts";
import { gateNodes } from "./gate_nodes.ts";
import { graphBuilder } from "./graph_builder.ts";

describe("gateNodes", () => {
  it("has every gate of equations", () => {
    assert.deepEqual([...gateNodes.keys()].sort(), [...gates.keys()].sort());
  });

  const operatorsOf = (gate: string, settings: readonly number[]) => {
    const graph = graphBuilder("test");
    gateNodes.get(gate)!(graph, { args: ["x", "y"], settings, size: 3 });
    return graph.finish().nodes.map(({ operator, inputs }) => [operator, ...inputs]);
  };

  it("makes of an affine gate what it changes", () => {
    assert.deepEqual(operatorsOf("affine", [-1, 1]), [
      ["Mul", "x", "float_-1"],
      ["Add", "Mul_0", "float_1"],
    ]);
    assert.deepEqual(operatorsOf("affine", [2, 0]), [["Mul", "x", "float_2"]]);
    assert.deepEqual(operatorsOf("affine", [1, 0]), []);
  });

  it("drops nothing", () => {
    assert.deepEqual(operatorsOf("dropout", [0.5]), []);
  });
});
