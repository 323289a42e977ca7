import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { type CellGraph, nodeAt } from "../../model/cells/graph.ts";
import { carriedState, carriedTensors } from "./carried_tensors.ts";

const layer = (...sizes: number[]): CellGraph => ({
  cell: "x",
  inputSize: 1,
  oneHot: false,
  states: sizes.map((size, i) => ({ name: `s${i}`, size, next: nodeAt(0), learned: undefined })),
  parameters: [],
  nodes: [],
  output: nodeAt(0),
  values: new Map(),
  gates: new Map(),
  outputSize: 1,
});
const model = { layers: [layer(2, 1), layer(3)] };
const carried = [
  [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6)],
  [Float64Array.of(1, 2, 3, 0.1, 0.2, 0.3)],
];

describe("carriedTensors and carriedState", () => {
  it("give back the state of every layer", () => {
    const tensors = carriedTensors(model, carried);
    assert.deepEqual([...tensors.keys()], ["0.s0", "0.s1", "1.s0"]);
    assert.deepEqual(tensors.get("1.s0")?.shape, [2, 3]);
    assert.deepEqual(Result.getOrThrow(carriedState(model, tensors, 2, "f")), carried);
  });

  it("refuse other rows, a missing state and one too many", () => {
    const tensors = carriedTensors(model, carried);
    const failure = (result: ReturnType<typeof carriedState>) => {
      assert.ok(Result.isFailure(result));
      return result.failure.message;
    };
    assert.equal(
      failure(carriedState(model, tensors, 3, "f")),
      '"f": State "0.s0" is [2,2], expected F64 [3,2]',
    );
    const deeper = { layers: [...model.layers, layer(1)] };
    assert.match(failure(carriedState(deeper, tensors, 2, "f")), /"2.s0" is missing/);
    const shallower = { layers: model.layers.slice(0, 1) };
    assert.match(
      failure(carriedState(shallower, tensors, 2, "f")),
      /^"f": State "1.s0" is not one of this model$/,
    );
  });
});
