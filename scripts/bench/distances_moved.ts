import type { Model, Values } from "../../src/model/model.ts";
import { modelTensors } from "../../src/experiment/tensors/model_tensors.ts";

/** How far each tensor of a model's file is from its first value: the root of the sum of squares. */
export function distancesMoved(
  model: Pick<Model, "parameters" | "tensors">,
  first: Values,
  last: Values,
): Record<string, number> {
  const before = modelTensors(model, first, "float64");
  const after = modelTensors(model, last, "float64");
  return Object.fromEntries(
    [...after].map(([name, { data }]) => [name, distance(before.get(name)!.data, data)]),
  );
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
