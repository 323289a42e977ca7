/** The carried hidden state as tensors `LAYER.STATE` (rows × size), always in float64. */
import { Result } from "effect";
import type { CarriedState } from "../../compute/engine.ts";
import type { Model } from "../../model/model.ts";
import type { Tensor, Tensors } from "../../run/tensors/safetensors.ts";
import { extraTensors, UnfitTensors } from "../../experiment/tensors/unfit_tensors.ts";

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
 * Errors: {@link UnfitTensors} for the first tensor that is missing, that isn't F64 of rows × size,
 * or that the model doesn't have. `file` names the source.
 */
export function carriedState(
  model: Pick<Model, "layers">,
  tensors: Tensors,
  rows: number,
  file: string,
): Result.Result<CarriedState, UnfitTensors> {
  const layers: Float64Array[][] = [];
  const names = new Set<string>();
  for (const [l, layer] of model.layers.entries()) {
    const states: Float64Array[] = [];
    for (const { name: state, size } of layer.states) {
      const name = `${l}.${state}`;
      const tensor = tensors.get(name);
      const { shape, data } = tensor ?? { shape: [], data: undefined };
      if (!(data instanceof Float64Array) || shape.join() !== `${rows},${size}`) {
        const found = tensor === undefined ? "missing" : `[${shape}]`;
        const what = `is ${found}, expected F64 [${rows},${size}]`;
        return Result.fail(new UnfitTensors({ file, mistakes: [{ kind: "State", name, what }] }));
      }
      states.push(data);
      names.add(name);
    }
    layers.push(states);
  }
  const mistakes = extraTensors("State", names, tensors.keys());
  return mistakes.length === 0
    ? Result.succeed(layers)
    : Result.fail(new UnfitTensors({ file, mistakes }));
}
