import type { LoadedRun } from "../load_run.ts";
import type { ExportedFile } from "./export_format.ts";

/** The run's vocabulary as a file beside its weights: without it, ids mean nothing. */
export const vocabularyBeside = ({ existing }: LoadedRun): ExportedFile => ({
  ending: `.${existing.vocabularyFile}`,
  content: existing.vocabulary,
});
