import type { CellNode, NodeId } from "../../model/cells/graph.ts";
import { gateNodes } from "./gate_nodes.ts";
import type { GraphBuilder } from "./graph_builder.ts";
import type { OnnxLayer } from "./onnx_layer.ts";

/** A value at one time step: [batch, size], or [1, size] where it is the same for every text. */
interface Value {
  readonly name: string;
  readonly isShared: boolean;
}

/** What a layer does at one time step. */
export interface CellStep {
  /** Names of the values, [batch, size]. */
  readonly output: string;
  readonly next: readonly string[];
}

/**
 * Adds the nodes of a layer's cell for one time step to `graph`.
 * @param input [batch, size]; the ids [batch] of a one-hot layer
 * @param states their values before the step
 */
export function cellNodes(
  graph: GraphBuilder,
  layer: OnnxLayer,
  input: string,
  states: readonly string[],
): CellStep {
  const { cell } = layer;
  const values: Value[] = [];
  const forEachText = (id: NodeId) => expanded(graph, layer, values[id]!);
  for (const node of cell.nodes) {
    values.push(valueOf(graph, layer, node, { values, input, states, forEachText }));
  }
  return {
    output: forEachText(cell.output),
    next: cell.states.map(({ next }) => forEachText(next)),
  };
}

interface Before {
  readonly values: readonly Value[];
  readonly input: string;
  readonly states: readonly string[];
  readonly forEachText: (id: NodeId) => string;
}

function valueOf(
  graph: GraphBuilder,
  layer: OnnxLayer,
  node: CellNode,
  { values, input, states, forEachText }: Before,
): Value {
  switch (node.op) {
    case "input":
      return { name: input, isShared: false };
    case "state":
      return { name: states[node.state]!, isShared: false };
    case "parameter":
      return { name: layer.vector(node.parameter), isShared: true };
    case "product": {
      const x = values[node.args[0]]!;
      const inputs = [x.name, layer.matrix(node.parameter)];
      return { name: graph.node("Gemm", inputs, { transB: { int: 1 } }), isShared: x.isShared };
    }
    case "lookup": {
      const columns = graph.node("Gather", [layer.matrix(node.parameter), input], {
        axis: { int: 1 },
      });
      return { name: graph.node("Transpose", [columns]), isShared: false };
    }
    case "gate": {
      const isShared = node.args.every((id) => values[id]!.isShared);
      // Concatenation needs rows of the same number; everything else repeats a single one.
      const repeats = isShared || node.gate !== "concat";
      const args = node.args.map((id) => repeats ? values[id]!.name : forEachText(id));
      return { name: gateNodes.get(node.gate)!(graph, { ...node, args }), isShared };
    }
  }
}

/** A value with a row for each text. */
const expanded = (graph: GraphBuilder, layer: OnnxLayer, { name, isShared }: Value): string =>
  isShared ? graph.node("Expand", [name, layer.rows()]) : name;
