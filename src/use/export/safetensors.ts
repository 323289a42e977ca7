import { Effect } from "effect";
import { modelTensors } from "../../experiment/tensors/model_tensors.ts";
import { encodeSafetensors } from "../../run/tensors/safetensors.ts";
import type { ExportFormat } from "./export_format.ts";
import { torchLoading } from "./torch_loading.ts";
import { vocabularyBeside } from "./vocabulary_beside.ts";

/** The tensors of a model in the format of Hugging Face's safetensors, with PyTorch's names. */
export const safetensors: ExportFormat = {
  files: (run) =>
    Effect.succeed([
      {
        ending: ".safetensors",
        content: encodeSafetensors(
          modelTensors(run.model, run.weights, run.experiment.engine.precision),
        ),
      },
      vocabularyBeside(run),
    ]),
  loading: (run, name) => torchLoading(run, name(".safetensors")),
};
