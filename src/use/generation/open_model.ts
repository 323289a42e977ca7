/** A run's model, loaded once to be asked for text. */
import { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { Inference } from "../../compute/inference/inference.ts";
import { openInference } from "../../experiment/setup/open_inference.ts";
import { runPreparation } from "../../experiment/setup/run_preparation.ts";
import type { Preparation } from "../../text/tokenizer/preparation.ts";
import type { Vocabulary } from "../../text/vocabulary/vocabulary.ts";
import type { RunFiles } from "../describe_run.ts";
import { type LoadedRun, loadRun } from "../load_run.ts";

export interface OpenedModel {
  readonly vocabulary: Vocabulary;
  /** How text becomes tokens, as that of the corpus did. */
  readonly preparation: Preparation;
  readonly inference: Inference;
}

/** @param rows texts that it can read side by side */
export const openRun = Effect.fnUntraced(function* (
  run: string,
  files: RunFiles,
  rows: number,
): Effect.fn.Return<OpenedModel, InputError | RunError> {
  return yield* openLoaded(yield* loadRun(run, files), rows);
});

/** The same of a run that is loaded. */
export const openLoaded = Effect.fnUntraced(function* (
  loaded: LoadedRun,
  rows: number,
): Effect.fn.Return<OpenedModel, InputError | RunError> {
  const { experiment, existing, vocabulary } = loaded;
  return {
    vocabulary,
    preparation: runPreparation(experiment, existing.manifest),
    inference: yield* openInference(loaded, rows),
  };
});
