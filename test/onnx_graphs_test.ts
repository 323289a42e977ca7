/** Graphs of ONNX, as far as that can be told without a runtime; `deno task onnx` runs them. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Effect, Result } from "effect";
import { buildModel } from "../src/model/build_model.ts";
import type { Model } from "../src/model/model.ts";
import { checkGates } from "../src/use/onnx/check_gates.ts";
import type { OnnxGraph } from "../src/use/onnx/onnx_model.ts";
import { sequenceGraph } from "../src/use/onnx/sequence_graph.ts";
import { stepGraph } from "../src/use/onnx/step_graph.ts";
import { randomCell } from "./support/random_cell.ts";
import { randomWeights } from "./support/random_weights.ts";
import { userCells } from "./support/user_cells.ts";

const cells = {
  ...userCells,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`random${i}`, randomCell(i)])),
};

const modelOf = (cell: string, rest: { embedding?: 4 | "none"; tied?: boolean } = {}): Model =>
  Result.getOrThrow(buildModel(
    {
      cell,
      embedding: 4,
      hidden: 4,
      layers: 2,
      dropout: 0.5,
      tied: false,
      bias: true,
      truncate: "full",
      ...rest,
    },
    cells,
    7,
  ));

/** Fails where a value has two origins, or is read before it is there. */
function checkOrder(graph: OnnxGraph, outside: readonly string[] = []): Set<string> {
  const own = new Set<string>();
  const add = (name: string) => {
    assert.ok(!own.has(name) && !outside.includes(name), `"${name}" is there twice`);
    own.add(name);
  };
  for (const { name } of [...graph.constants, ...graph.inputs]) add(name);
  for (const { inputs, outputs, attributes, operator } of graph.nodes) {
    for (const name of inputs) {
      assert.ok(name === "" || own.has(name) || outside.includes(name), `${operator}: "${name}"`);
    }
    for (const attribute of Object.values(attributes)) {
      if ("graph" in attribute) {
        for (const name of checkOrder(attribute.graph, [...outside, ...own])) add(name);
      }
    }
    for (const name of outputs) add(name);
  }
  for (const { name } of graph.outputs) assert.ok(own.has(name), name);
  return own;
}

const operators = (graph: OnnxGraph) => graph.nodes.map(({ operator }) => operator);

describe("graphs of ONNX", () => {
  for (const cell of ["rnn", "gru", "lstm", ...Object.keys(cells)]) {
    it(`have each value once, before it is read: ${cell}`, () => {
      for (const embedding of [4, "none"] as const) {
        const built = Result.try(() => modelOf(cell, { embedding }));
        if (Result.isFailure(built)) {
          assert.equal(embedding, "none"); // which some cells do not take
          continue;
        }
        const values = randomWeights(built.success, 1);
        checkOrder(stepGraph(built.success, values));
        checkOrder(sequenceGraph(built.success, values));
      }
    });
  }

  it("have an operator for a built-in cell whose input is a vector, and a loop for others", () => {
    for (const [cell, operator] of [["rnn", "RNN"], ["gru", "GRU"], ["lstm", "LSTM"]] as const) {
      const names = (embedding: 4 | "none") => {
        const model = modelOf(cell, { embedding });
        return operators(sequenceGraph(model, randomWeights(model, 1)))
          .filter((name) => name === operator || name === "Scan");
      };
      assert.deepEqual(names(4), [operator, operator]);
      assert.deepEqual(names("none"), ["Scan", operator]);
    }
    const own = modelOf("mgu");
    assert.ok(operators(sequenceGraph(own, randomWeights(own, 1))).includes("Scan"));
  });

  it("hold the gates of an LSTM in the operator's order: input, output, forget, cell", () => {
    const model = modelOf("lstm");
    const values = randomWeights(model, 1);
    const { constants } = sequenceGraph(model, values);
    const held = constants.find(({ name }) => name === "LSTM_R_l1")!;
    assert.deepEqual(held.shape, [1, 16, 4]);
    const expected = ["Whi", "Who", "Whf", "Whg"].flatMap((name) => [...values.get(`1.${name}`)!]);
    assert.deepEqual([...held.data], expected);
  });

  it("store a tied weight once", () => {
    const model = modelOf("gru", { tied: true });
    const { constants } = stepGraph(model, randomWeights(model, 1));
    const names = constants.map(({ name }) => name).filter((name) => !/^[01]\./.test(name));
    assert.deepEqual(names.filter((name) => name.includes("weight")), ["embedding.weight"]);
  });
});

describe("checkGates", () => {
  it("refuses a gate in TypeScript by its name", async () => {
    const built = modelOf("mgu");
    const [layer] = built.layers;
    const node = { op: "gate", gate: "cube", args: [], size: 4, settings: [] } as const;
    const model = { ...built, layers: [{ ...layer!, nodes: [...layer!.nodes, node] }] };
    const { message } = await Effect.runPromise(Effect.flip(checkGates(model)));
    assert.match(message, /^Cell "mgu" calls "cube", a gate in TypeScript, for which ONNX has no/);
    await Effect.runPromise(checkGates(built));
  });
});
