import type { Model } from "../../model/model.ts";
import type { GraphBuilder } from "./graph_builder.ts";
import type { OnnxWeights } from "./onnx_layer.ts";

/** The values of tokens: a row of the embedding each, or the ids themselves for one-hot input. */
export const embedded = (
  graph: GraphBuilder,
  { embedding }: Model,
  { weight }: OnnxWeights,
  ids: string,
): string =>
  embedding === undefined ? ids : graph.node("Gather", [weight("embedding.weight"), ids]);

/** Logits of the next token, [rows, vocabulary], from the top layer's outputs, [rows, size]. */
export function logits(
  graph: GraphBuilder,
  { tied, bias, vocabulary }: Model,
  { weight }: OnnxWeights,
  top: string,
): string {
  const matrix = weight(tied ? "embedding.weight" : "output.weight");
  const offset = bias ? [weight("output.bias", [vocabulary])] : [];
  return graph.node("Gemm", [top, matrix, ...offset], { transB: { int: 1 } });
}
