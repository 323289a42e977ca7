import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { initialWeights } from "../../../src/model/initial_weights.ts";
import { encodeSafetensors, type Tensors } from "../../../src/run/tensors/safetensors.ts";
import { modelTensors } from "../../../src/experiment/tensors/model_tensors.ts";
import { checkedUpdates } from "../measure.ts";
import { seed, type Workload } from "../workload.ts";

/**
 * Writes what a peer must know to train the same model on the same tokens: `workload.json` (sizes,
 * optimizer), `weights.safetensors` (first weights under PyTorch's names) and `batches.safetensors`
 * (lengths: batches × rows; inputs and targets: all tokens, row by row, batch by batch).
 */
export function writeWorkload(folder: string, workload: Workload): void {
  const { model } = workload;
  const write = (name: string, data: string | Uint8Array) =>
    writeFileSync(join(folder, name), data);
  write("workload.json", JSON.stringify(describeWorkload(workload), null, 2));
  const weights = modelTensors(model, initialWeights(model, seed), "float32");
  write("weights.safetensors", encodeSafetensors(weights));
  write("batches.safetensors", encodeSafetensors(batchTensors(workload.batches)));
}

/** The part that is no tensor. */
export function describeWorkload({ name, cell, model, optimizer, clip, batches }: Workload) {
  return {
    name,
    cell,
    vocabulary: model.vocabulary,
    embedding: model.embedding ?? null,
    hidden: model.layers[0]!.outputSize,
    layers: model.layers.length,
    optimizer,
    clipNorm: clip !== "none" && "norm" in clip ? clip.norm : null,
    carried: batches[0]!.carried,
    checkedUpdates,
  };
}

/** All batches, which have equally many rows, in three tensors. */
export function batchTensors(batches: Workload["batches"]): Tensors {
  const rows = batches[0]!.lengths.length;
  const join = (arrays: readonly Int32Array[]) => {
    const joined = new Int32Array(arrays.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const array of arrays) {
      joined.set(array, at);
      at += array.length;
    }
    return joined;
  };
  const inputs = join(batches.map((batch) => batch.inputs));
  const targets = join(batches.map((batch) => batch.targets));
  return new Map([
    ["lengths", {
      shape: [batches.length, rows],
      data: join(batches.map((batch) => batch.lengths)),
    }],
    ["inputs", { shape: [inputs.length], data: inputs }],
    ["targets", { shape: [targets.length], data: targets }],
  ]);
}
