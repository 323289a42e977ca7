import type { Model, Values } from "../../model/model.ts";
import { cellNodes } from "./cell_nodes.ts";
import { graphBuilder } from "./graph_builder.ts";
import { onnxLayers, onnxWeights } from "./onnx_layer.ts";
import type { OnnxGraph } from "./onnx_model.ts";
import { embedded, logits } from "./output_nodes.ts";

/** Name of a state of a layer: `h_l0`, and `next_h_l0` after the step. */
export const stateName = (state: string, layer: number): string => `${state}_l${layer}`;

/**
 * A model that reads one token: `ids` [batch] and each state [batch, size] in, `logits`
 * [batch, vocabulary] of the next token and the states after it out. Nodes are those of the cell's
 * equations.
 */
export function stepGraph(model: Model, values: Values): OnnxGraph {
  const graph = graphBuilder("step");
  const weights = onnxWeights(graph, model, values);
  const ids = graph.input("ids", "int64", ["batch"]);
  let x = embedded(graph, model, weights, ids);
  for (const layer of onnxLayers(graph, model, weights, ids)) {
    const { states } = layer.cell;
    const named = states.map(({ name, size }) => ({
      name: stateName(name, layer.index),
      shape: ["batch", size],
    }));
    const before = named.map(({ name, shape }) => graph.input(name, "float32", shape));
    const { output, next } = cellNodes(graph, layer, x, before);
    named.forEach(({ name, shape }, i) => graph.output(`next_${name}`, next[i]!, shape));
    x = output;
  }
  graph.output("logits", logits(graph, model, weights, x), ["batch", model.vocabulary]);
  return graph.finish();
}
