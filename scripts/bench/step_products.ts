import { layerShapes } from "../../src/compute/units/layer_shape.ts";
import type { Model } from "../../src/model/model.ts";

/** A matrix product m×k · k×n that a step does `calls` times. */
export interface StepProduct {
  /**
   * forward: x · Wᵀ and backward: dy · W, where W may be packed beforehand; weight: dyᵀ · x.
   */
  readonly form: "forward" | "backward" | "weight";
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly calls: number;
}

/** Sizes of a typical batch. */
export interface BatchSizes {
  readonly tokens: number;
  readonly rows: number;
  readonly steps: number;
}

/**
 * The products of one training step, whole: inputs' products and weight gradients over all tokens,
 * states' products once a time step over the batch's rows. Those that share an operand are joined,
 * as the engine does; the extra gradient rows of truncation are left out.
 */
export function stepProducts(model: Model, { tokens, rows, steps }: BatchSizes): StepProduct[] {
  const products: StepProduct[] = [];
  const add = (outputs: number, inputs: number, inLoop: boolean) => {
    const [m, calls] = inLoop ? [rows, steps] : [tokens, 1];
    products.push(
      { form: "forward", m, n: outputs, k: inputs, calls },
      { form: "backward", m, n: inputs, k: outputs, calls },
      { form: "weight", m: outputs, n: inputs, k: tokens, calls: 1 },
    );
  };
  for (const { cell, columns } of layerShapes(model)) {
    for (const product of columns.products) {
      if (!product.lookup) {
        add(product.width, cell.units[product.operand]!.size, product.scope === "loop");
      }
    }
  }
  add(model.vocabulary, model.layers.at(-1)!.outputSize, false);
  return products;
}

/** Floating-point operations of products: two a multiply-add. */
export function productWork(products: readonly StepProduct[]): number {
  return products.reduce((sum, { m, n, k, calls }) => sum + 2 * m * n * k * calls, 0);
}
