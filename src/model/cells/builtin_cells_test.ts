import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { buildCell } from "./build_cell.ts";
import { builtinCells } from "./builtin_cells.ts";
import { cellTensors } from "./cell_layout.ts";

describe("built-in cells", () => {
  for (const [name, gates] of [["rnn", 1], ["gru", 3], ["lstm", 4]] as const) {
    for (const bias of [true, false]) {
      it(`${name} has the tensors of PyTorch ${bias ? "with" : "without"} biases`, () => {
        const dimensions = { inputSize: 5, oneHot: false, hidden: 3, bias };
        const graph = Result.getOrThrow(buildCell(name, builtinCells[name]!, dimensions));
        const tensors = cellTensors(builtinCells[name]!, graph).map(({ name, parts }) => [
          name,
          parts.reduce((sum, { rows }) => sum + rows, 0),
          parts[0]!.columns,
        ]);
        assert.deepEqual(tensors, [
          ["weight_ih", 3 * gates, 5],
          ["weight_hh", 3 * gates, 3],
          ...(bias ? [["bias_ih", 3 * gates, 1], ["bias_hh", 3 * gates, 1]] : []),
        ]);
      });
    }
  }
});
