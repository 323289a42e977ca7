import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { mergeProducts } from "./merge_products.ts";
import { modelForTest } from "./test_model.ts";

const graph = modelForTest({
  state: "h",
  equations: `
f  = sigmoid(U x + W h + b)
h' = tanh(U x + W (f * h) + V (U x))`,
  parameters: { U: ["hidden", "input"] },
}).layers[0]!;

describe("mergeProducts", () => {
  it("makes a product of one matrix and one vector once, whoever reads it", () => {
    const { nodes } = mergeProducts(graph);
    const products = nodes.flatMap((node, id) => (node.op === "product" ? [{ node, id }] : []));
    const name = ({ node }: (typeof products)[number]) => graph.parameters[node.parameter]!.name;
    const read = products.filter(({ id }) =>
      nodes.some((node) => "args" in node && node.args.some((arg) => arg === id))
    );
    assert.deepEqual(read.map(name), ["U", "W", "W", "V"]);
    assert.equal(graph.nodes.filter(({ op }) => op === "product").length, 6);
  });

  it("keeps the numbers of the nodes, which name the masks of dropout", () => {
    const { nodes } = mergeProducts(graph);
    assert.deepEqual(nodes.map(({ op }) => op), graph.nodes.map(({ op }) => op));
  });

  it("leaves a cell alone that has no product twice", () => {
    const gru = modelForTest("gru").layers[0]!;
    assert.deepEqual(mergeProducts(gru), gru);
  });
});
