import { parameterKey } from "../../model/build_model.ts";
import type { GraphBuilder } from "./graph_builder.ts";
import type { OnnxLayer, OnnxWeights } from "./onnx_layer.ts";
import type { OnnxAttributes } from "./onnx_model.ts";

interface LayerOperator {
  readonly operator: "RNN" | "GRU" | "LSTM";
  /** Gates in the operator's order, as the names of weights end: `Wiz`; `Wih` of an RNN. */
  readonly gates: readonly string[];
  readonly attributes: OnnxAttributes;
}

/**
 * The operators that compute what built-in cells do. ONNX has a GRU's gates in the order update,
 * reset, new, and an LSTM's as input, output, forget, cell. Our GRU resets after the product.
 */
const operators: Readonly<Record<string, LayerOperator>> = {
  rnn: { operator: "RNN", gates: ["h"], attributes: {} },
  gru: { operator: "GRU", gates: ["z", "r", "n"], attributes: { linear_before_reset: { int: 1 } } },
  lstm: { operator: "LSTM", gates: ["i", "o", "f", "g"], attributes: {} },
};

/**
 * A layer over time as one operator, for the built-in cells; undefined for others, and for one-hot
 * input, which the operators don't take.
 * @param x [time, batch, size]
 * @returns the outputs, [time, batch, size]
 */
export function layerOperator(
  graph: GraphBuilder,
  { cell, index }: OnnxLayer,
  { stacked }: OnnxWeights,
  { x, lengths }: { readonly x: string; readonly lengths: string },
): string | undefined {
  const found = operators[cell.cell];
  if (found === undefined || cell.oneHot) return undefined;
  const { operator, gates, attributes } = found;
  const of = (kind: string) => gates.map((gate) => parameterKey(index, kind + gate));
  const size = cell.outputSize;
  const rows = gates.length * size;
  const weight = (name: string, keys: readonly string[], shape: readonly number[]) =>
    stacked(`${operator}_${name}_l${index}`, keys, [1, ...shape]);
  const hasBiases = cell.parameters.some(({ kind }) => kind === "vector");
  const inputs = [
    x,
    weight("W", of("Wi"), [rows, cell.inputSize]),
    weight("R", of("Wh"), [rows, size]),
    hasBiases ? weight("B", [...of("bi"), ...of("bh")], [2 * rows]) : "",
    graph.node("Cast", [lengths], { to: { int: 6 } }),
  ];
  const all = graph.node(operator, inputs, { hidden_size: { int: size }, ...attributes });
  // [time, directions, batch, size], of one direction
  return graph.node("Squeeze", [all, graph.integers([1])]);
}
