/** The sink that writes `metrics.jsonl`, one JSON object a line. */
import * as fs from "node:fs";
import { Effect, type Scope } from "effect";
import { InputError, RunError } from "../errors.ts";
import { writeAll } from "../run/atomic.ts";
import { tryRead, tryWrite } from "../run/file_error.ts";
import type { MetricsLine } from "./metrics_line.ts";
import type { Sink } from "./sink.ts";

export interface JsonlSink extends Sink {
  /** Flushes every line to the device and answers the file's length in bytes. */
  readonly flush: Effect.Effect<number, RunError>;
  /**
   * Takes back the lines after so many bytes, as opening the file does, but for those of rollbacks:
   * they tell of steps that no other line does.
   */
  readonly takeBack: (bytes: number) => Effect.Effect<void, RunError>;
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
  const size = yield* checkLength(file, bytes);
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
  const takeBack = (bytes: number) =>
    tryWrite(file, () => {
      const kept = fs.readFileSync(file).subarray(bytes, length).toString().split("\n")
        .filter((line) => line.includes('"rolledBackFrom":')).map((line) => `${line}\n`);
      const text = new TextEncoder().encode(kept.join(""));
      fs.ftruncateSync(opened, bytes);
      append(opened, text, bytes);
      length = bytes + text.length;
    });
  return { write, flush, takeBack, close: Effect.void };
});

/**
 * The length of the file, which must be that of the checkpoint or more.
 *
 * Errors: an InputError for one that is shorter, so that lines are lost, or that isn't there.
 */
export const checkLength = Effect.fnUntraced(function* (
  file: string,
  bytes: number,
): Effect.fn.Return<number, InputError> {
  const size = yield* tryRead(file, () => fs.statSync(file, { throwIfNoEntry: false })?.size);
  if ((size ?? 0) >= bytes) return size ?? 0;
  const found = size === undefined ? "is not there" : `is ${size} bytes long`;
  return yield* new InputError({
    message: `"${file}" ${found}, the checkpoint was written at ${bytes} bytes: lines are missing`,
  });
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
