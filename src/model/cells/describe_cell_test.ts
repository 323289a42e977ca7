import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { buildCell } from "./build_cell.ts";
import { describeCell } from "./describe_cell.ts";
import type { CellConfig } from "./schema.ts";

const cell: CellConfig = {
  state: { h: "hidden", m: 2 },
  equations: `
    k  = 0.5            # a number has no length
    a  = tanh(W x + g * h)

    m' = k M concat(a, m) + bm
    h' = a
`,
  learned: ["m"],
  parameters: { g: { shape: ["hidden"], init: 1 } },
};

describe("describeCell", () => {
  it("shows equations, and what they leave to be inferred", () => {
    const dimensions = { inputSize: 16, oneHot: false, hidden: 4, bias: true };
    const graph = Result.getOrThrow(buildCell("own", cell, dimensions));
    assert.deepEqual(describeCell(cell, graph), [
      "cell own: x 16 → h' 4",
      "  k  = 0.5            # a number has no length",
      "  a  = tanh(W x + g * h)",
      "  m' = k M concat(a, m) + bm",
      "  h' = a",
      "  states",
      "    h  4  starts at 0",
      "    m  2  starts at m0, which is learned",
      "  parameters",
      "    W   4 × 16  starts in ±0.25",
      "    g   4       starts at 1",
      "    M   2 × 6   starts in ±0.408",
      "    bm  2       starts at 0",
      "    m0  2       starts at 0",
      "  values",
      "    a   4",
      "    m'  2",
      "    h'  4",
    ]);
  });

  it("says that the input is a token", () => {
    const dimensions = { inputSize: 50, oneHot: true, hidden: 4, bias: true };
    const rnn = { state: "h", equations: "h' = tanh(W x + V h)" };
    const graph = Result.getOrThrow(buildCell("rnn", rnn, dimensions));
    assert.equal(describeCell(rnn, graph)[0], "cell rnn: x one of 50 tokens → h' 4");
  });
});
