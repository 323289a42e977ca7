/** Each gate as nodes of ONNX, on matrices with a row for each text: [batch, size]. */
import type { GraphBuilder } from "./graph_builder.ts";

export interface GateCall {
  /** Names of the arguments' values. */
  readonly args: readonly string[];
  readonly settings: readonly number[];
  /** Length of the result. */
  readonly size: number;
}

/** Adds the nodes of a gate; the name of its value. */
export type GateNodes = (graph: GraphBuilder, call: GateCall) => string;

const operator = (name: string): GateNodes => (graph, { args }) => graph.node(name, args);

/** A number for every element. */
const number = (graph: GraphBuilder, value: number): string =>
  graph.floats(`float_${value}`, [], () => Float32Array.of(value));

const affine: GateNodes = (graph, { args: [x], settings: [scale, shift] }) => {
  const scaled = scale === 1 ? x! : graph.node("Mul", [x!, number(graph, scale!)]);
  return shift === 0 ? scaled : graph.node("Add", [scaled, number(graph, shift!)]);
};

/** The operator also has a gain, which is 1 here: gains of equations are products of their own. */
const layernorm: GateNodes = (graph, { args: [x], settings: [epsilon], size }) => {
  const gain = graph.floats(`ones_${size}`, [size], () => new Float32Array(size).fill(1));
  return graph.node("LayerNormalization", [x!, gain], { epsilon: { float: epsilon! } });
};

/** By the gate's name; a gate that is not here is a user's own, in TypeScript. */
export const gateNodes: ReadonlyMap<string, GateNodes> = new Map<string, GateNodes>([
  ["add", operator("Add")],
  ["affine", affine],
  ["concat", (graph, { args }) => graph.node("Concat", args, { axis: { int: 1 } })],
  // Nothing is dropped outside training.
  ["dropout", (_graph, { args: [x] }) => x!],
  ["exp", operator("Exp")],
  ["hadamard", operator("Mul")],
  ["layernorm", layernorm],
  ["log", operator("Log")],
  ["relu", operator("Relu")],
  ["sigmoid", operator("Sigmoid")],
  ["softmax", (graph, { args }) => graph.node("Softmax", args, { axis: { int: -1 } })],
  ["softsign", operator("Softsign")],
  ["subtract", operator("Sub")],
  ["tanh", operator("Tanh")],
]);
