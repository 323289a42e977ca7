import { vocabularyFile } from "../../run/run_directory.ts";
import type { LoadedRun } from "../load_run.ts";
import type { ExportedFile } from "./export_format.ts";

/** What follows the name of an export in that of its vocabulary. */
export const vocabularyEnding = `.${vocabularyFile}`;

/** The run's vocabulary as a file beside its weights: without it, ids mean nothing. */
export const vocabularyBeside = ({ existing }: LoadedRun): ExportedFile => ({
  ending: vocabularyEnding,
  content: existing.vocabulary,
});
