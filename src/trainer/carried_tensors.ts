/** The carried hidden state as tensors `LAYER.STATE` (rows × size), always in float64. */
import { Result } from "effect";
import type { CarriedState } from "../compute/engine.ts";
import { InputError } from "../base/errors.ts";
import type { Model } from "../model/model.ts";
import type { Tensor, Tensors } from "../run/tensors/safetensors.ts";

/** The tensors of `carried.safetensors`. */
export function carriedTensors(model: Pick<Model, "layers">, carried: CarriedState): Tensors {
  const tensors = new Map<string, Tensor>();
  for (const [l, layer] of model.layers.entries()) {
    for (const [s, { name, size }] of layer.states.entries()) {
      const data = carried[l]?.[s];
      if (data === undefined || data.length % size !== 0) {
        throw new RangeError(`No whole rows of state "${name}" of layer ${l}`);
      }
      tensors.set(`${l}.${name}`, { shape: [data.length / size, size], data });
    }
  }
  return tensors;
}

/**
 * The carried state of `rows` streams from its tensors.
 *
 * Errors: an InputError for the first tensor that is missing, or that isn't F64 of rows × size, or
 * if there are more than the model has. `file` names the source.
 */
export function carriedState(
  model: Pick<Model, "layers">,
  tensors: Tensors,
  rows: number,
  file: string,
): Result.Result<CarriedState, InputError> {
  const layers: Float64Array[][] = [];
  let count = 0;
  for (const [l, layer] of model.layers.entries()) {
    const states: Float64Array[] = [];
    for (const { name, size } of layer.states) {
      const tensor = tensors.get(`${l}.${name}`);
      const { shape, data } = tensor ?? { shape: [], data: undefined };
      if (!(data instanceof Float64Array) || shape.join() !== `${rows},${size}`) {
        const found = tensor === undefined ? "missing" : `[${shape}]`;
        return Result.fail(
          new InputError({
            message: `"${file}": State "${l}.${name}" is ${found}, expected F64 [${rows},${size}]`,
          }),
        );
      }
      states.push(data);
      count++;
    }
    layers.push(states);
  }
  return count === tensors.size ? Result.succeed(layers) : Result.fail(
    new InputError({ message: `"${file}" has ${tensors.size} states, expected ${count}` }),
  );
}
