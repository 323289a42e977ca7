/** Export: a run's model in a form that other tools load, with what they need to know beside it. */
import { basename, join, resolve } from "node:path";
import process from "node:process";
import { Console, Effect } from "effect";
import type { InputError, RunError } from "../src/base/errors.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { type ExportFormatName, exportFormats } from "../src/use/export/export_formats.ts";
import { modelCard } from "../src/use/export/model_card.ts";
import { placeFiles, placesOf } from "../src/use/export/place_files.ts";
import { writeExport } from "../src/use/export/write_export.ts";
import { loadRun } from "../src/use/load_run.ts";

export interface ExportOptions extends RunFiles {
  readonly run: string;
  readonly format: ExportFormatName;
  /**
   * Path of the file; undefined is the run's name and the format's ending in the working directory.
   */
  readonly output: string | undefined;
}

/**
 * Writes the model of a run's best checkpoint (the last, where no best is kept), and beside it what
 * its users need, a model card among it; answers the model's path.
 */
export const exportRun = Effect.fnUntraced(function* (
  { run, format, output, ...files }: ExportOptions,
): Effect.fn.Return<string, InputError | RunError> {
  const loaded = yield* loadRun(run, files);
  const written = yield* exportFormats[format].files(loaded);
  const named = output ?? join(process.cwd(), basename(resolve(run)) + written[0].ending);
  const places = placesOf(written[0], named);
  const card = modelCard(loaded, exportFormats[format], places.name);
  const placed = placeFiles(written, card, places);
  yield* writeExport(run, placed);
  const beside = placed.slice(1).map(({ path }) => `"${basename(path)}"`);
  yield* Effect.logInfo(`beside it: ${beside.join(", ")}`);
  return named;
});

/** The command `export`: the model's path goes to standard output. */
export const exportWeights = (options: ExportOptions): Effect.Effect<void, InputError | RunError> =>
  Effect.flatMap(exportRun(options), (path) => Console.log(path));
