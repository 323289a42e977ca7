/** Gradients that are too small to learn anything from. */
import { type CellGraph, nodeAt } from "../../model/cells/graph.ts";
import { equationOf } from "../../model/cells/show_node.ts";
import { parameterKey } from "../../model/build_model.ts";
import type { Model, Values } from "../../model/model.ts";

/** Less than what a float32 sum can tell from zero beside the largest. */
const threshold = 1e-7;

/**
 * The parameter of a cell whose gradient is least, in words with its layer and equation, if its
 * root mean square is 0 or below 1e-7 of the largest of all parameters; undefined where none is.
 * What a state starts from is left out: a carried state takes its place.
 */
export function findVanishing(
  { layers }: Pick<Model, "layers">,
  gradient: Values,
): string | undefined {
  const sizes = new Map([...gradient].map(([key, values]) => [key, rootMeanSquare(values)]));
  const largest = Math.max(...sizes.values());
  if (!Number.isFinite(largest)) return undefined;
  let least: { readonly layer: number; readonly index: number; readonly size: number } | undefined;
  for (const [layer, graph] of layers.entries()) {
    for (const [index, { name }] of graph.parameters.entries()) {
      if (graph.states.some(({ learned }) => learned === index)) continue;
      const size = sizes.get(parameterKey(layer, name)) ?? largest;
      if (size > threshold * largest || (least !== undefined && size >= least.size)) continue;
      least = { layer, index, size };
    }
  }
  if (least === undefined) return undefined;
  const { layer, index, size } = least;
  const graph = layers[layer]!;
  const equation = equationWith(graph, index);
  const how = size === 0 ? "is 0" : `is ${(size / largest).toExponential(1)} of the largest`;
  return `that of "${graph.parameters[index]!.name}" of layer ${layer}` +
    `${equation === undefined ? "" : `, in "${equation}",`} ${how}`;
}

const rootMeanSquare = (values: Float32Array | Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / Math.max(1, values.length));
};

const equationWith = (graph: CellGraph, parameter: number): string | undefined => {
  const at = graph.nodes.findIndex((node) => "parameter" in node && node.parameter === parameter);
  return at < 0 ? undefined : equationOf(graph, nodeAt(at));
};
