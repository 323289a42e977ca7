/** Names of a model's parameters and nodes, for messages. */
import type { NodeId } from "../../model/cells/graph.ts";
import { equationOf, showNode } from "../../model/cells/show_node.ts";
import type { Model } from "../../model/model.ts";

/** `0.Whn` as `"Whn" of layer 0`. */
export function nameParameter(key: string): string {
  const [, layer, name] = /^(\d+)\.(.*)$/.exec(key) ?? [];
  return layer === undefined ? `"${key}"` : `"${name}" of layer ${layer}`;
}

/** `gate "multiply" (Whn h) in "n = tanh(…)"`. */
export function nameNode({ layers }: Pick<Model, "layers">, layer: number, id: NodeId): string {
  const graph = layers[layer]!;
  const node = graph.nodes[id]!;
  const text = showNode(graph, id);
  if (node.op !== "gate" && node.op !== "product" && node.op !== "lookup") return `"${text}"`;
  const gate = node.op === "gate" ? node.gate : node.op === "product" ? "multiply" : "lookup";
  const equation = equationOf(graph, id);
  return `gate "${gate}" (${text})${equation === undefined ? "" : ` in "${equation}"`}`;
}
