import type { Model, Values } from "../../model/model.ts";
import { type GraphBuilder, graphBuilder } from "./graph_builder.ts";
import { layerOperator } from "./layer_operator.ts";
import { type OnnxLayer, onnxLayers, onnxWeights } from "./onnx_layer.ts";
import type { OnnxGraph } from "./onnx_model.ts";
import { embedded, logits } from "./output_nodes.ts";
import { scannedLayer } from "./scanned_layer.ts";

/**
 * A model that reads whole texts from their beginning: `ids` [batch, time] and `lengths` [batch] in,
 * `log_probabilities` [batch, time, vocabulary] of the token after each one out. What lies beyond
 * a text's length is 0.
 */
export function sequenceGraph(model: Model, values: Values): OnnxGraph {
  const graph = graphBuilder("sequence");
  const weights = onnxWeights(graph, model, values);
  const ids = graph.input("ids", "int64", ["batch", "time"]);
  const lengths = graph.input("lengths", "int64", ["batch"]);
  // Layers run over time: [time, batch, size].
  let x = embedded(graph, model, weights, graph.node("Transpose", [ids]));
  for (const layer of onnxLayers(graph, model, weights, ids)) {
    x = layerOperator(graph, layer, weights, { x, lengths }) ?? scannedLayer(graph, layer, x);
  }
  const top = inRows(graph, model.layers.at(-1)!, x);
  const { vocabulary } = model;
  const each = graph.node("LogSoftmax", [logits(graph, model, weights, top)], {
    axis: { int: -1 },
  });
  const shape = graph.node("Concat", [graph.node("Shape", [ids]), graph.integers([vocabulary])], {
    axis: { int: 0 },
  });
  const all = graph.node("Reshape", [each, shape]);
  const within = withinLengths(graph, ids, lengths);
  const zero = graph.floats("float_0", [], () => Float32Array.of(0));
  graph.output("log_probabilities", graph.node("Where", [within, all, zero]), [
    "batch",
    "time",
    vocabulary,
  ]);
  return graph.finish();
}

/** [time, batch, size] as [batch · time, size]. */
function inRows(graph: GraphBuilder, { outputSize }: OnnxLayer["cell"], x: string): string {
  const byText = graph.node("Transpose", [x], { perm: { ints: [1, 0, 2] } });
  return graph.node("Reshape", [byText, graph.integers([-1, outputSize])]);
}

/** Whether each token is one of its text: [batch, time, 1]. */
function withinLengths(graph: GraphBuilder, ids: string, lengths: string): string {
  const time = graph.node("Squeeze", [
    graph.node("Shape", [ids], { start: { int: 1 }, end: { int: 2 } }),
  ]);
  const places = graph.node("Range", [graph.integers(0), time, graph.integers(1)]);
  const each = graph.node("Unsqueeze", [lengths, graph.integers([1])]);
  return graph.node("Unsqueeze", [graph.node("Less", [places, each]), graph.integers([2])]);
}
