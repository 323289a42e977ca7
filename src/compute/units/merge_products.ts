import { type CellGraph, type CellNode, nodeAt, type NodeId } from "../../model/cells/graph.ts";

/**
 * The graph with each product of the same matrix and vector computed once: readers of a later one
 * read the first instead. Nodes keep their numbers, so the later ones have no readers left.
 */
export const mergeProducts = (graph: CellGraph): CellGraph => {
  const known = new Map<string, NodeId>();
  const first: NodeId[] = [];
  const merged = (id: NodeId): NodeId => first[id]!;
  const nodes = graph.nodes.map((node, index): CellNode => {
    const id = nodeAt(index);
    first.push(id);
    switch (node.op) {
      case "gate":
        return { ...node, args: node.args.map(merged) };
      case "product":
      case "lookup": {
        const arg = merged(node.args[0]);
        const key = `${node.parameter} ${arg}`;
        first[id] = known.get(key) ?? id;
        known.set(key, first[id]);
        return { ...node, args: [arg] };
      }
      default:
        return node;
    }
  });
  const states = graph.states.map((state) => ({ ...state, next: merged(state.next) }));
  return { ...graph, nodes, states, output: merged(graph.output) };
};
