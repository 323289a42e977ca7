/** The floating-point work of a model. */
import type { Model } from "../../model/model.ts";

/** Floating-point operations that a token costs. */
export interface TokenWork {
  readonly forward: number;
  readonly training: number;
}

/** Work of the products: two a multiply-add; forward once, and back once for each operand that learns. */
export const tokenWork = (model: Model): TokenWork => {
  let forward = 0;
  let backward = 0;
  const add = (size: number, operands: number) => {
    forward += 2 * size;
    backward += 2 * size * operands;
  };
  for (const graph of model.layers) {
    for (const node of graph.nodes) {
      if (node.op !== "product") continue;
      const { rows, columns } = graph.parameters[node.parameter]!;
      add(rows * columns, 2);
    }
  }
  add(model.vocabulary * model.layers[model.layers.length - 1]!.outputSize, 2);
  return { forward, training: forward + backward };
};
