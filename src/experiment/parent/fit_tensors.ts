import { Result } from "effect";
import type { Finding } from "../../config/findings.ts";
import type { Model, Values } from "../../model/model.ts";
import type { Tensors } from "../../run/tensors/safetensors.ts";
import { modelValues } from "../tensors/model_tensors.ts";
import { wrongValue } from "../rule.ts";
import type { Experiment } from "../schema.ts";
import { type GivenTensors, layerOf, tensorFindings } from "./tensor_findings.ts";

/** Parameters of a model from tensors, and the tensors that it has no use for. */
export interface FittedTensors {
  readonly values: Values;
  readonly left: readonly string[];
}

/**
 * Takes a model's tensors by name and shape. Layers above the model's and tensors that belong to no
 * layer may be left; a tensor more in a layer of the model is one of another network.
 *
 * Errors: what does not fit, at the keys of the config that would have to change.
 */
export function fitTensors(
  experiment: Experiment,
  model: Model,
  given: GivenTensors,
): Result.Result<FittedTensors, readonly Finding[]> {
  const found = tensorFindings(experiment, model, given);
  if (found.length > 0) return Result.fail(found);
  const expected = new Set(model.tensors.map(({ name }) => name));
  const { cell, layers, tied } = experiment.model;
  const isLeft = (name: string) => !expected.has(name) && (layerOf(name, cell) ?? layers) >= layers;
  const tensors = new Map([...given.tensors].filter(([name]) => !isLeft(name)));
  if (tied) withTied(tensors);
  const refuse = (name: string, what: string) =>
    wrongValue(given.keys.weights, `Tensor "${name}" of "${given.name}" ${what}`);
  const large = experiment.engine.precision === "float32" ? tooLarge(tensors) : [];
  if (large.length > 0) return Result.fail(large.map(({ name, what }) => refuse(name, what)));
  return Result.mapBoth(modelValues(model, tensors, given.name), {
    onSuccess: (values) => ({ values, left: [...given.tensors.keys()].filter(isLeft).sort() }),
    onFailure: ({ mistakes }) => mistakes.map(({ name, what }) => refuse(name, what)),
  });
}

/** A file may hold the one weight of a tied model under the embedding's name alone. */
function withTied(tensors: Map<string, Tensors extends ReadonlyMap<string, infer T> ? T : never>) {
  const weight = tensors.get("embedding.weight");
  if (weight !== undefined && !tensors.has("output.weight")) tensors.set("output.weight", weight);
}

/** Tensors with a number of float64 that is infinite in float32. */
const tooLarge = (tensors: Tensors): readonly { name: string; what: string }[] =>
  [...tensors].flatMap(([name, { data }]) => {
    const odd = data.find((value) =>
      Number.isFinite(value) && !Number.isFinite(Math.fround(value))
    );
    return odd === undefined
      ? []
      : [{ name, what: `holds ${odd}, more than the float32 of engine.precision can` }];
  });
