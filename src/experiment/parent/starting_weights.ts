import { initialWeightSlices } from "../../model/initial_weights.ts";
import type { Model, ModelParameter, Values } from "../../model/model.ts";
import type { Slices } from "../../base/slices.ts";
import type { Parent } from "./parent.ts";

/**
 * Values that training starts from: fresh ones, and the parent's over them. The parent's words are
 * the first ones of the vocabulary, so a parameter with a row (or a column) for each word takes the
 * parent's as its first ones.
 */
export function* startingWeightSlices(
  model: Model,
  seed: number,
  parent: Parent | undefined,
): Slices<Values> {
  const fresh = yield* initialWeightSlices(model, seed);
  if (parent === undefined) return fresh;
  const theirs = new Map(parent.model.parameters.map((one) => [one.key, one]));
  for (const parameter of model.parameters) {
    const { key } = parameter;
    const values = fresh.get(key)!;
    copyOver(values, parameter, parent.values.get(key)!, theirs.get(key)!);
    yield;
  }
  return fresh;
}

/** Writes a matrix over the first rows and columns of one that is as large or larger. */
function copyOver(
  to: Float32Array | Float64Array,
  { columns: width }: ModelParameter,
  from: Float32Array | Float64Array,
  { rows, columns }: ModelParameter,
): void {
  for (let row = 0; row < rows; row++) {
    to.set(from.subarray(row * columns, (row + 1) * columns), row * width);
  }
}
