/** The sink that writes `metrics.jsonl`, one JSON object a line. */
import { createHash, type Hash } from "node:crypto";
import * as fs from "node:fs";
import { Effect, type Scope } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import { writeAll } from "../../base/files/atomic_write.ts";
import { tryRead, tryWrite } from "../../base/files/file_error.ts";
import { DisturbedMetrics, UnfitMetrics } from "./metrics_file_error.ts";
import type { MetricsLine } from "./metrics_line.ts";
import type { Sink } from "./sink.ts";

/** The first bytes of the file. */
export interface Written {
  readonly bytes: number;
  /** SHA-256 of them in hexadecimal digits; undefined where it is not known. */
  readonly sha256?: string;
}

/** Before the first line. */
export const nothingWritten: Written = { bytes: 0 };

export interface JsonlSink extends Sink {
  /** Flushes every line to the device and answers what the file holds now. */
  readonly flush: Effect.Effect<Written, RunError>;
  /**
   * Removes the lines after so many bytes, as opening the file does, except those of rollbacks:
   * they report steps that no other line does.
   */
  readonly takeBack: (bytes: number) => Effect.Effect<void, RunError>;
}

/**
 * Opens the file (a new one if there is none) and cuts it to what was written: lines after a
 * checkpoint are written again by the repeated steps, and an incomplete last line is removed too.
 * The file is closed with the scope.
 *
 * Errors: an InputError if the file holds something else, or less; a RunError when it can't be
 * written.
 */
export const openJsonlSink = Effect.fnUntraced(function* (
  file: string,
  written: Written,
): Effect.fn.Return<JsonlSink, InputError | RunError, Scope.Scope> {
  const { bytes } = written;
  const opened = yield* Effect.acquireRelease(
    tryWrite(file, () => fs.openSync(file, "a")),
    // What counts was flushed before.
    (opened) => Effect.ignore(tryWrite(file, () => fs.closeSync(opened))),
  );
  const size = yield* checkWritten(file, written);
  if (size > bytes) yield* tryWrite(file, () => fs.ftruncateSync(opened, bytes));
  let length = bytes;
  let hash = yield* tryRead(file, () => hashFirst(file, bytes));

  /** Fails if somebody else has cut the file or written to it: lines may be lost. */
  const checkLength = Effect.gen(function* () {
    const { size } = yield* tryWrite(file, () => fs.fstatSync(opened));
    if (size === length) return;
    const change = { kind: "length", found: size, expected: length } as const;
    return yield* new DisturbedMetrics({ file, change });
  });
  const write = Effect.fnUntraced(function* (line: MetricsLine) {
    const text = new TextEncoder().encode(`${JSON.stringify(line)}\n`);
    yield* checkLength;
    yield* tryWrite(file, () => append(opened, text, length));
    length += text.length;
    hash.update(text);
  });
  const flush = Effect.gen(function* () {
    yield* tryWrite(file, () => fs.fsyncSync(opened));
    if (yield* tryWrite(file, () => isGone(file, opened))) {
      return yield* new DisturbedMetrics({ file, change: { kind: "gone" } });
    }
    yield* checkLength;
    return { bytes: length, sha256: hash.copy().digest("hex") };
  });
  const takeBack = (bytes: number) =>
    Effect.andThen(
      checkLength,
      tryWrite(file, () => {
        const kept = fs.readFileSync(file).subarray(bytes, length).toString().split("\n")
          .filter((line) => line.includes('"rolledBackFrom":')).map((line) => `${line}\n`);
        const text = new TextEncoder().encode(kept.join(""));
        fs.ftruncateSync(opened, bytes);
        append(opened, text, bytes);
        length = bytes + text.length;
        hash = hashFirst(file, length);
      }),
    );
  return { write, flush, takeBack, close: Effect.void };
});

/**
 * The length of the file, which must hold what was written when the checkpoint was.
 *
 * Errors: an InputError for one that is shorter, so that lines are lost, that isn't there or isn't
 * a plain file, or that was changed.
 */
export const checkWritten = Effect.fnUntraced(function* (
  file: string,
  { bytes, sha256 }: Written,
): Effect.fn.Return<number, InputError> {
  const found = yield* tryRead(file, () => fs.statSync(file, { throwIfNoEntry: false }));
  if (found?.isDirectory() || found?.isFIFO()) {
    return yield* new UnfitMetrics({ file, fault: { kind: "no plain file" } });
  }
  const size = found?.size ?? 0;
  if (size < bytes) {
    const fault = { kind: "lines missing", found: found?.size, written: bytes } as const;
    return yield* new UnfitMetrics({ file, fault });
  }
  if (sha256 === undefined) return size;
  const now = yield* tryRead(file, () => hashFirst(file, bytes).digest("hex"));
  if (now === sha256) return size;
  return yield* new UnfitMetrics({ file, fault: { kind: "other bytes", written: bytes } });
});

/** SHA-256 of the first bytes of a file, read in parts. */
function hashFirst(file: string, bytes: number): Hash {
  const hash = createHash("sha256");
  if (bytes === 0) return hash;
  const opened = fs.openSync(file, "r");
  try {
    const stretch = new Uint8Array(Math.min(bytes, 2 ** 20));
    for (let at = 0; at < bytes;) {
      const read = fs.readSync(opened, stretch, 0, Math.min(stretch.length, bytes - at), at);
      if (read === 0) break;
      hash.update(stretch.subarray(0, read));
      at += read;
    }
    return hash;
  } finally {
    fs.closeSync(opened);
  }
}

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
