/** What of a config does not go with the tensors of the model that training starts from. */
import type { Finding } from "../../config/findings.ts";
import type { Model } from "../../model/model.ts";
import type { Tensors } from "../../run/tensors/safetensors.ts";
import { wrongValue } from "../rule.ts";
import type { Experiment } from "../schema.ts";

/** Tensors as they are compared with a config. */
export interface GivenTensors {
  /** What messages call them: the path of the run or of the file. */
  readonly name: string;
  readonly tensors: Tensors;
  /** Key paths of the weights and of their vocabulary in the config. */
  readonly keys: { readonly weights: string; readonly vocabulary: string };
}

/** Names of tensors that one message lists. */
const mostNames = 8;

/** `gru.weight_ih_l0` is a tensor of the cell `gru` in layer 0. */
const ofLayer = /^([A-Za-z][\w-]*)\..+_l(\d{1,3})(?:_\w+)?$/;

/** The same where nothing else stands before the cell, as in `module.gru.weight_ih_l0`. */
const ofCell = /^([A-Za-z][\w-]*)\.[^.]+_l\d{1,3}(?:_\w+)?$/;

/** The layer that a tensor of a cell belongs to; undefined for any other tensor. */
export function layerOf(name: string, cell: string): number | undefined {
  const [, found, layer] = ofLayer.exec(name) ?? [];
  return found === cell ? Number(layer) : undefined;
}

/**
 * Keys of the config that say something else than the tensors, each with what it should say.
 *
 * @param model the config's, over a vocabulary of `words` tokens
 */
export function tensorFindings(
  { model: config }: Experiment,
  model: Model,
  given: GivenTensors,
): readonly Finding[] {
  const cell = otherCell(config, given);
  if (cell !== undefined) return [cell];
  return [otherEmbedding, otherHidden, fewerLayers, otherBias, otherTying, otherVocabulary]
    .flatMap((rule) => rule(config, given, model) ?? []);
}

type ModelConfig = Experiment["model"];
type TensorRule = (
  config: ModelConfig,
  given: GivenTensors,
  model: Model,
) => Finding | undefined;

const quoted = (name: string): string => JSON.stringify(name);

function otherCell({ cell }: ModelConfig, { name, tensors }: GivenTensors): Finding | undefined {
  const names = [...tensors.keys()].sort();
  const cells = [...new Set(names.flatMap((tensor) => ofCell.exec(tensor)?.[1] ?? []))];
  if (cells.includes(cell)) return undefined;
  if (cells.length === 1) {
    const message = `Expected ${quoted(cells[0]!)}, the cell of ${quoted(name)}, got ${
      quoted(cell)
    }`;
    return wrongValue("model.cell", message);
  }
  const listed = names.slice(0, mostNames).map(quoted).join(", ");
  const rest = names.length > mostNames ? ", …" : "";
  return wrongValue(
    "model.cell",
    `Cell ${quoted(cell)} has tensors such as "${cell}.weight_ih_l0", ${quoted(name)} has none: ` +
      `its tensors are ${listed}${rest}`,
  );
}

const otherEmbedding: TensorRule = ({ embedding }, { name, tensors }) => {
  const found = tensors.get("embedding.weight")?.shape[1];
  if (found === undefined) {
    return embedding === "none" ? undefined : wrongValue(
      "model.embedding",
      `Expected "none", because ${quoted(name)} has no "embedding.weight", got ${embedding}`,
    );
  }
  if (found === embedding) return undefined;
  const got = typeof embedding === "string" ? quoted(embedding) : embedding;
  return wrongValue("model.embedding", `Expected ${found}, as ${quoted(name)} has it, got ${got}`);
};

const otherHidden: TensorRule = ({ cell, hidden }, { name, tensors }) => {
  const found = tensors.get(`${cell}.weight_hh_l0`)?.shape[1];
  if (found === undefined || found === hidden) return undefined;
  return wrongValue("model.hidden", `Expected ${found}, as ${quoted(name)} has it, got ${hidden}`);
};

const fewerLayers: TensorRule = ({ cell, layers }, { name, tensors }) => {
  const numbers = [...tensors.keys()].map((tensor) => layerOf(tensor, cell) ?? -1);
  const found = Math.max(...numbers) + 1;
  if (layers <= found) return undefined;
  return wrongValue(
    "model.layers",
    `Expected at most ${found}, as many as ${quoted(name)} has, got ${layers}`,
  );
};

const otherBias: TensorRule = ({ bias }, { name, tensors }) => {
  const found = tensors.has("output.bias");
  if (found === bias) return undefined;
  const why = found ? "has biases" : 'has no "output.bias"';
  return wrongValue("model.bias", `Expected ${found}, because ${quoted(name)} ${why}, got ${bias}`);
};

const otherTying: TensorRule = ({ tied }, { name, tensors }) => {
  const [embedding, output] = ["embedding.weight", "output.weight"].map((one) => tensors.get(one));
  if (!tied || embedding === undefined || output === undefined) return undefined;
  const same = embedding.data.length === output.data.length &&
    embedding.data.every((value, i) => value === output.data[i]);
  if (same) return undefined;
  return wrongValue(
    "model.tied",
    `Expected false, because "output.weight" of ${quoted(name)} is not its "embedding.weight"`,
  );
};

const otherVocabulary: TensorRule = (_config, { name, tensors, keys }, { vocabulary }) => {
  const rows = tensors.get("output.weight")?.shape[0];
  if (rows === undefined || rows === vocabulary) return undefined;
  return wrongValue(
    keys.vocabulary,
    `Expected a vocabulary of ${rows} tokens, as many as "output.weight" of ${quoted(name)} has ` +
      `rows, got ${vocabulary}`,
  );
};
