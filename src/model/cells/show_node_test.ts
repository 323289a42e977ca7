import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { builtinCells } from "./builtin_cells.ts";
import { buildCell } from "./build_cell.ts";
import { nodeAt } from "./graph.ts";
import type { CellConfig } from "./schema.ts";
import { equationOf, showNode } from "./show_node.ts";

const graphOf = (config: CellConfig) => {
  const sizes = { inputSize: 3, hidden: 4, oneHot: false, bias: true };
  return Result.getOrThrow(buildCell("cell", config, sizes));
};

describe("showNode", () => {
  for (const [name, config] of Object.entries(builtinCells)) {
    it(`gives the equations of ${name} as they are written`, () => {
      const graph = graphOf(config);
      const shown = [...graph.values].map(([value, node]) => `${value} = ${showNode(graph, node)}`);
      const written = config.equations.trim().split("\n").map((line) => line.replace(/ +=/, " ="));
      assert.deepEqual(shown, written);
    });
  }

  it("sets the parentheses that are needed and no others", () => {
    const equations = [
      "a = Wa (x - 2 * exp(x)) + 0.5 * ba",
      "b = (a + 1) * (a - h) - (h - a)",
      "h' = dropout(-b, 0.5) - 3",
    ];
    const graph = graphOf({ state: "h", equations: equations.join("\n") } as CellConfig);
    const shown = [...graph.values].map(([value, node]) => `${value} = ${showNode(graph, node)}`);
    assert.deepEqual(shown, equations);
  });
});

describe("equationOf", () => {
  it("finds the one equation that each gate and product is part of", () => {
    const graph = graphOf(builtinCells["gru"]!);
    const inside = graph.nodes.flatMap((node, id) =>
      node.op === "product"
        ? [[showNode(graph, nodeAt(id)), equationOf(graph, nodeAt(id))![0]]]
        : []
    );
    assert.deepEqual(inside.sort(), [
      ["Whn h", "n"],
      ["Whr h", "r"],
      ["Whz h", "z"],
      ["Win x", "n"],
      ["Wir x", "r"],
      ["Wiz x", "z"],
    ]);
  });
});
