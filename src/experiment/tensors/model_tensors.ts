/**
 * A model's values by parameter, and the tensors of its files: parameters stacked along their rows
 * under PyTorch's names. A tied parameter is written under both of its names; when read, both must
 * agree.
 */
import { Result } from "effect";
import { allFinite } from "../../compute/all_finite.ts";
import type { Model, ModelTensor, Values } from "../../model/model.ts";
import type { Tensor, Tensors } from "../../run/tensors/safetensors.ts";
import { extraTensors, type TensorMistake, UnfitTensors } from "./unfit_tensors.ts";

export type Precision = "float32" | "float64";
type Floats = Float32Array | Float64Array;
type Parts = Pick<Model, "parameters" | "tensors">;

/** The tensors of `model.safetensors`: F64 for float64, else F32. */
export function modelTensors(model: Parts, values: Values, precision: Precision): Tensors {
  return stack(model.tensors, values, precision, "");
}

/** The tensors of `optimizer.safetensors`, `SLOT.TENSOR`; what is tied has one of each slot. */
export function slotTensors(
  model: Parts,
  slots: ReadonlyMap<string, Values>,
  precision: Precision,
): Tensors {
  const distinct = distinctTensors(model.tensors);
  return new Map(
    [...slots].flatMap(([slot, values]) => [
      ...stack(distinct, values, precision, `${slot}.`),
    ]),
  );
}

/**
 * Values of every parameter from a model's tensors, in the precision of the file.
 *
 * Errors: {@link UnfitTensors}, which list each tensor that is missing, that the model doesn't
 * have, that has another shape or type, that is tied to one with other numbers, or that holds a
 * number which is not finite: a run writes none. `file` names the source.
 */
export function modelValues(
  model: Parts,
  tensors: Tensors,
  file: string,
): Result.Result<Values, UnfitTensors> {
  const expected = new Set(model.tensors.map(({ name }) => name));
  const mistakes = extraTensors("Tensor", expected, tensors.keys());
  const values = unstack(model, model.tensors, tensors, "", mistakes);
  if (!allFinite(values)) {
    for (const { name } of model.tensors) {
      const odd = tensors.get(name)?.data.find((value) => !Number.isFinite(value));
      if (odd !== undefined) mistakes.push(mistake(name, `holds ${odd}, expected finite numbers`));
    }
  }
  return mistakes.length === 0
    ? Result.succeed(values)
    : Result.fail(new UnfitTensors({ file, mistakes }));
}

/** Values of the slots `names` from an optimizer's tensors; errors as {@link modelValues}. */
export function slotValues(
  model: Parts,
  names: readonly string[],
  tensors: Tensors,
  file: string,
): Result.Result<ReadonlyMap<string, Values>, UnfitTensors> {
  const distinct = distinctTensors(model.tensors);
  const expected = names.flatMap((slot) => distinct.map(({ name }) => `${slot}.${name}`));
  const mistakes = extraTensors("Tensor", new Set(expected), tensors.keys());
  const slots = new Map(
    names.map((slot) => [slot, unstack(model, distinct, tensors, `${slot}.`, mistakes)] as const),
  );
  return mistakes.length === 0
    ? Result.succeed(slots)
    : Result.fail(new UnfitTensors({ file, mistakes }));
}

/** Tensors without those that only repeat parameters of earlier ones. */
function distinctTensors(tensors: readonly ModelTensor[]): readonly ModelTensor[] {
  const seen = new Set<string>();
  return tensors.filter(({ parts }) => {
    const repeated = parts.every((part) => seen.has(part));
    for (const part of parts) seen.add(part);
    return !repeated;
  });
}

function stack(
  tensors: readonly ModelTensor[],
  values: Values,
  precision: Precision,
  prefix: string,
): Map<string, Tensor> {
  return new Map(tensors.map(({ name, shape, parts }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const data = precision === "float64" ? new Float64Array(size) : new Float32Array(size);
    let at = 0;
    for (const part of parts) {
      const value = values.get(part);
      if (value === undefined) throw new RangeError(`No values of parameter "${part}"`);
      data.set(value, at);
      at += value.length;
    }
    if (at !== size) throw new RangeError(`Parts of "${name}" have ${at} values, not ${size}`);
    return [prefix + name, { shape, data }];
  }));
}

function unstack(
  model: Parts,
  wanted: readonly ModelTensor[],
  tensors: Tensors,
  prefix: string,
  mistakes: TensorMistake[],
): Values {
  const sizes = new Map(model.parameters.map(({ key, rows, columns }) => [key, rows * columns]));
  const values = new Map<string, Floats>();
  for (const { name, shape, parts } of wanted) {
    const found = tensors.get(prefix + name);
    if (found === undefined) {
      mistakes.push(mistake(prefix + name, "is missing"));
      continue;
    }
    const { data } = found;
    if (data instanceof Int32Array) {
      mistakes.push(mistake(prefix + name, "has whole numbers, expected F32 or F64"));
      continue;
    }
    if (found.shape.join() !== shape.join()) {
      mistakes.push(mistake(prefix + name, `is [${found.shape}], expected [${shape}]`));
      continue;
    }
    let at = 0;
    for (const part of parts) {
      const value = data.slice(at, at += sizes.get(part)!);
      const tied = values.get(part);
      if (tied === undefined) values.set(part, value);
      else if (!sameBits(tied, value)) {
        mistakes.push(mistake(prefix + name, "differs from the one that it is tied to"));
      }
    }
  }
  return values;
}

/** Equal numbers, NaN and the sign of 0 included; types may differ. */
function sameBits(a: Floats, b: Floats): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

const mistake = (name: string, what: string): TensorMistake => ({ kind: "Tensor", name, what });
