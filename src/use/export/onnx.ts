import { Effect, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import type { LoadedRun } from "../load_run.ts";
import type { ExportFormat } from "./export_format.ts";
import { checkGates } from "../onnx/check_gates.ts";
import { encodeModel } from "../onnx/encode_model.ts";
import { modelMetadata } from "../onnx/model_metadata.ts";
import type { OnnxGraph } from "../onnx/onnx_model.ts";
import { sequenceGraph } from "../onnx/sequence_graph.ts";
import { stepGraph } from "../onnx/step_graph.ts";
import { onnxLoading } from "./onnx_loading.ts";
import { vocabularyBeside } from "./vocabulary_beside.ts";

/** Protocol buffers hold less than 2 GiB; the rest is for what is not a weight. */
const mostBytes = 2 ** 31 - 2 ** 24;

/** A model as two ONNX files: one that reads a token, and one that reads whole texts. */
export const onnx: ExportFormat = {
  files: Effect.fnUntraced(function* (run) {
    yield* checkGates(run.model);
    yield* checkSize(run);
    return [
      { ending: ".onnx", content: encoded(run, stepGraph) },
      { ending: ".sequence.onnx", content: encoded(run, sequenceGraph) },
      vocabularyBeside(run),
    ] as const;
  }),
  loading: onnxLoading,
};

const encoded = (
  run: LoadedRun,
  graphOf: (model: LoadedRun["model"], values: LoadedRun["weights"]) => OnnxGraph,
): Uint8Array =>
  encodeModel({ graph: graphOf(run.model, run.weights), metadata: modelMetadata(run) });

function checkSize({ model }: LoadedRun): Effect.Effect<void, TooLargeForOnnx> {
  const numbers = model.parameters.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const bytes = numbers * Float32Array.BYTES_PER_ELEMENT;
  return bytes <= mostBytes ? Effect.void : Effect.fail(new TooLargeForOnnx({ bytes }));
}

/** Weights that are more than an ONNX file can hold. */
class TooLargeForOnnx extends InputError.extend<TooLargeForOnnx>("TooLargeForOnnx")({
  _tag: Schema.tag("TooLargeForOnnx"),
  bytes: Schema.Natural,
}) {
  override get message(): string {
    const gigabytes = (this.bytes / 1e9).toFixed(1);
    return `The weights are ${gigabytes} GB, and an ONNX file holds less than 2.1 GB; ` +
      "export them with --format safetensors";
  }
}
