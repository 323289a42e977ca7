/** A form in which a model is handed on: what of it is written, and how that is loaded. */
import type { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { LoadedRun } from "../load_run.ts";

/** A file that is written. */
export interface ExportedFile {
  /** What follows the common name of all files of an export: `.safetensors`. */
  readonly ending: string;
  readonly content: string | Uint8Array;
}

export interface ExportFormat {
  /** The files of a run's model, the main one first; the others lie beside it. */
  readonly files: (
    run: LoadedRun,
  ) => Effect.Effect<readonly [ExportedFile, ...ExportedFile[]], InputError | RunError>;
  /**
   * How the files are loaded: Markdown for the model card, with code that runs as it stands.
   * @param name the name of the file with that ending
   */
  readonly loading: (run: LoadedRun, name: (ending: string) => string) => string;
}
