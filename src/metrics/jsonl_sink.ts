/** The sink that writes `metrics.jsonl`, one JSON object a line. */
import * as fs from "node:fs";
import { Effect, type Scope } from "effect";
import { InputError, RunError } from "../errors.ts";
import { writeAll } from "../run/atomic.ts";
import { tryWrite } from "../run/file_error.ts";
import type { MetricsLine } from "./metrics_line.ts";
import type { Sink } from "./sink.ts";

export interface JsonlSink extends Sink {
  /** Flushes every line to the device and answers the file's length in bytes. */
  readonly flush: Effect.Effect<number, RunError>;
}

/**
 * Opens the file (a new one if there is none) and cuts it to `bytes`: lines after a checkpoint are
 * written again by the steps that are done again, and half a last line goes with them. The file is
 * closed with the scope.
 *
 * Errors: an InputError if the file is shorter than `bytes`, so that lines are lost; a RunError
 * when it can't be written.
 */
export const openJsonlSink = Effect.fnUntraced(function* (
  file: string,
  bytes: number,
): Effect.fn.Return<JsonlSink, InputError | RunError, Scope.Scope> {
  const opened = yield* Effect.acquireRelease(
    tryWrite(file, () => fs.openSync(file, "a")),
    (opened) => Effect.sync(() => fs.closeSync(opened)),
  );
  const { size } = yield* tryWrite(file, () => fs.fstatSync(opened));
  if (size < bytes) {
    return yield* new InputError({
      message: `"${file}" is ${size} bytes long, the checkpoint was written at ${bytes}: ` +
        "lines are missing",
    });
  }
  if (size > bytes) yield* tryWrite(file, () => fs.ftruncateSync(opened, bytes));
  let length = bytes;

  const write = (line: MetricsLine) => {
    const text = new TextEncoder().encode(`${JSON.stringify(line)}\n`);
    return tryWrite(file, () => append(opened, text, length)).pipe(
      Effect.map(() => void (length += text.length)),
    );
  };
  const flush = Effect.gen(function* () {
    yield* tryWrite(file, () => fs.fsyncSync(opened));
    if (yield* tryWrite(file, () => isGone(file, opened))) {
      return yield* new RunError({ message: `"${file}" was removed or replaced during the run` });
    }
    return length;
  });
  return { write, flush, close: Effect.void };
});

/** Leaves no half line behind when the device takes only a part of one. */
function append(opened: number, text: Uint8Array, length: number): void {
  try {
    writeAll(opened, text);
  } catch (cause) {
    try {
      fs.ftruncateSync(opened, length);
    } catch {
      // The half line stays; going on from a checkpoint cuts it off.
    }
    throw cause;
  }
}

function isGone(file: string, opened: number): boolean {
  return fs.statSync(file).ino !== fs.fstatSync(opened).ino;
}
