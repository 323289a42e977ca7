/** The parts of a model that its graphs are made of: its layers with their weights. */
import { parameterKey } from "../../model/build_model.ts";
import type { CellGraph } from "../../model/cells/graph.ts";
import type { Model, ModelParameter, Values } from "../../model/model.ts";
import type { GraphBuilder } from "./graph_builder.ts";

/** A layer in a graph that is being made. */
export interface OnnxLayer {
  readonly cell: CellGraph;
  /** Place in the stack, from 0. */
  readonly index: number;
  /** Parameter number `parameter` as a constant: rows × columns, or a row. */
  readonly matrix: (parameter: number) => string;
  readonly vector: (parameter: number) => string;
  /** The value [batch, 1], the shape to which what all texts share is repeated. */
  readonly rows: () => string;
}

/** A model's weights as constants of a graph. */
export interface OnnxWeights {
  /** A parameter by its key: rows × columns, or in another shape. */
  readonly weight: (key: string, shape?: readonly number[]) => string;
  /** Parameters one after another under a name of their own. */
  readonly stacked: (name: string, keys: readonly string[], shape: readonly number[]) => string;
}

export function onnxWeights(graph: GraphBuilder, model: Model, values: Values): OnnxWeights {
  const parameters = new Map(model.parameters.map((parameter) => [parameter.key, parameter]));
  const shapeOf = ({ rows, columns }: ModelParameter) => [rows, columns];
  return {
    weight: (key, shape = shapeOf(parameters.get(key)!)) =>
      graph.floats(key, shape, () => Float32Array.from(values.get(key)!)),
    stacked: (name, keys, shape) =>
      graph.floats(name, shape, () => joined(keys.map((key) => values.get(key)!))),
  };
}

function joined(parts: readonly ArrayLike<number>[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The layers of a model whose texts are the rows of `ids`: [batch] or [batch, time]. */
export function onnxLayers(
  graph: GraphBuilder,
  model: Model,
  { weight }: OnnxWeights,
  ids: string,
): readonly OnnxLayer[] {
  let shape: string | undefined;
  const rows = () => {
    const batch = () => graph.node("Shape", [ids], { start: { int: 0 }, end: { int: 1 } });
    return shape ??= graph.node("Concat", [batch(), graph.integers([1])], { axis: { int: 0 } });
  };
  return model.layers.map((cell, index) => {
    const key = (parameter: number) => parameterKey(index, cell.parameters[parameter]!.name);
    const vector = (parameter: number) =>
      weight(key(parameter), [1, cell.parameters[parameter]!.rows]);
    return { cell, index, matrix: (parameter) => weight(key(parameter)), vector, rows };
  });
}
