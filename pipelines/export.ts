/** Export: a run's weights as one file for other tools, with their names and layouts. */
import { basename, join, resolve } from "node:path";
import process from "node:process";
import { Console, Effect, Schema } from "effect";
import { InputError, type RunError } from "../src/base/errors.ts";
import { writeFromRun } from "../src/base/files/atomic_write.ts";
import { tryWriteGiven } from "../src/base/files/file_error.ts";
import { isThere } from "../src/base/files/is_there.ts";
import { encodeSafetensors, type Tensors } from "../src/run/tensors/safetensors.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { loadRun } from "../src/use/load_run.ts";
import { modelTensors } from "../src/experiment/tensors/model_tensors.ts";

export interface ExportOptions extends RunFiles {
  readonly run: string;
  readonly format: "safetensors" | "json";
  /**
   * Path of the file; undefined is the run's name and the format's ending in the working directory.
   */
  readonly output: string | undefined;
}

/**
 * Writes the weights of a run's best checkpoint (the last, where no best is kept); answers the
 * file's path.
 */
export const exportRun = Effect.fnUntraced(function* (
  { run, format, output, ...files }: ExportOptions,
): Effect.fn.Return<string, InputError | RunError> {
  const { model, weights, experiment } = yield* loadRun(run, files);
  const path = output ?? join(process.cwd(), `${basename(resolve(run))}.${format}`);
  if (yield* isThere(path)) {
    return yield* new OutputExists({ path });
  }
  const tensors = modelTensors(model, weights, experiment.engine.precision);
  const content = format === "json" ? encodeJson(tensors) : encodeSafetensors(tensors);
  yield* tryWriteGiven(path, () => writeFromRun(run, path, content));
  return path;
});

/** One object: `{ NAME: { "shape": […], "data": […] } }`, names sorted, data row by row. */
const encodeJson = (tensors: Tensors): string => {
  const names = [...tensors.keys()].sort();
  const entries = names.map((name) => {
    const { shape, data } = tensors.get(name)!;
    return `${JSON.stringify(name)}:${JSON.stringify({ shape, data: Array.from(data) })}`;
  });
  return `{${entries.join(",\n")}}\n`;
};

/** The command `export`: the file's path goes to standard output. */
export const exportWeights = (options: ExportOptions): Effect.Effect<void, InputError | RunError> =>
  Effect.flatMap(exportRun(options), (path) => Console.log(path));

/** A file in the place of the one that is to be written. */
class OutputExists extends InputError.extend<OutputExists>("OutputExists")({
  _tag: Schema.tag("OutputExists"),
  path: Schema.String,
}) {
  override get message(): string {
    return `"${this.path}" is there already: choose another file with --output`;
  }
}
