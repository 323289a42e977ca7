import type { LoadedRun } from "../load_run.ts";
import type { ExportedFile } from "./export_format.ts";

/** Ending of the file of {@link vocabularyBeside}. */
export const vocabularyEnding = ({ existing }: Pick<LoadedRun, "existing">): string =>
  `.${existing.vocabularyFile}`;

/** The run's vocabulary as a file beside its weights: without it, ids mean nothing. */
export const vocabularyBeside = (run: LoadedRun): ExportedFile => ({
  ending: vocabularyEnding(run),
  content: run.existing.vocabulary,
});
