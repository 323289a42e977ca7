import { cellNodes } from "./cell_nodes.ts";
import type { GraphBuilder } from "./graph_builder.ts";
import type { OnnxLayer } from "./onnx_layer.ts";

/**
 * A layer of any cell over time: the operator Scan, whose inner graph is the cell's equations.
 * @param x [time, batch, size]; ids [time, batch] of a one-hot layer
 * @returns the outputs, [time, batch, size]
 */
export function scannedLayer(graph: GraphBuilder, layer: OnnxLayer, x: string): string {
  const { cell, index } = layer;
  const body = graph.inner(`layer_${index}`);
  const local = (name: string) => `${name}_l${index}`;
  const before = cell.states.map(({ name, size }) =>
    body.input(local(name), "float32", ["batch", size])
  );
  const input = cell.oneHot
    ? body.input(local("id"), "int64", ["batch"])
    : body.input(local("input"), "float32", ["batch", cell.inputSize]);
  const { output, next } = cellNodes(body, layer, input, before);
  cell.states.forEach(({ name, size }, i) =>
    body.output(local(`next_${name}`), next[i]!, ["batch", size])
  );
  body.output(local("output"), output, ["batch", cell.outputSize]);
  const inputs = [...cell.states.map((_, state) => initialState(graph, layer, state)), x];
  const values = graph.nodeOf(cell.states.length + 1, "Scan", inputs, {
    body: { graph: body.finish() },
    num_scan_inputs: { int: 1 },
  });
  return values.at(-1)!;
}

/** A state before the first token, [batch, size]: zeros, or what was learned. */
function initialState(
  graph: GraphBuilder,
  { cell, vector, rows }: OnnxLayer,
  state: number,
): string {
  const { size, learned } = cell.states[state]!;
  const value = learned === undefined
    ? graph.floats(`zeros_${size}`, [1, size], () => new Float32Array(size))
    : vector(learned);
  return graph.node("Expand", [value, rows()]);
}
