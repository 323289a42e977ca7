/** The lines of a `metrics.jsonl`, read in parts. */
import { open } from "node:fs/promises";
import * as path from "node:path";
import { Effect, Result, Schema, Stream } from "effect";
import type { InputError } from "../../base/errors.ts";
import { readFailure } from "../../base/files/file_error.ts";
import { isThere } from "../../base/files/is_there.ts";
import { sizeInside } from "../../base/files/read_inside.ts";
import { metricsFile } from "../../run/run_directory.ts";
import { longestMetricsLine, WrongMetricsLine } from "./metrics_file_error.ts";
import { MetricsLine } from "./metrics_line.ts";

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(MetricsLine));

/** Bytes of one read. */
const stretch = 1 << 18;

/**
 * The lines of a run's metrics, none where it has no file of them. Only a part of the file is in
 * memory at a time, whatever its size. What follows the last line break is an incomplete line of a
 * running or interrupted run, and is left out.
 *
 * Errors: an InputError with file and line for one that isn't a line of metrics, and for a file
 * that can't be read or leads out of the directory.
 */
export const readMetrics = (directory: string): Stream.Stream<MetricsLine, InputError> => {
  const file = path.join(directory, metricsFile);
  return Stream.unwrap(Effect.gen(function* () {
    if (!(yield* isThere(file))) return Stream.empty;
    yield* sizeInside(directory, metricsFile);
    return Stream.flattenArray(
      Stream.fromAsyncIterable(
        linesOf(file),
        (cause) => cause instanceof WrongMetricsLine ? cause : readFailure(file)(cause),
      ),
    );
  }));
};

/** The whole lines of each stretch. Rejects with a {@link WrongMetricsLine}, and as node:fs does. */
async function* linesOf(file: string): AsyncGenerator<[MetricsLine, ...MetricsLine[]]> {
  const opened = await open(file, "r");
  try {
    const bytes = new Uint8Array(stretch);
    let rest: Uint8Array = new Uint8Array();
    let number = 0;
    for (;;) {
      const { bytesRead } = await opened.read(bytes, 0, stretch, null);
      if (bytesRead === 0) return;
      const read = bytes.subarray(0, bytesRead);
      const end = read.lastIndexOf(lineBreak) + 1;
      const whole = joined(rest, read.subarray(0, end));
      rest = end === 0 ? joined(rest, read) : read.slice(end);
      const lines = end === 0 ? [] : decodeUtf8.decode(whole).split("\n").slice(0, -1);
      const decoded = lines.map((line) => lineFrom(line, file, ++number));
      if (rest.length > longestMetricsLine) throw tooLong(file, number + 1);
      const [first, ...others] = decoded;
      if (first !== undefined) yield [first, ...others];
    }
  } finally {
    await opened.close();
  }
}

const lineBreak = 0x0a;
const decodeUtf8 = new TextDecoder();

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function lineFrom(text: string, file: string, line: number): MetricsLine {
  if (text.length > longestMetricsLine) throw tooLong(file, line);
  const decoded = decode(text);
  if (Result.isSuccess(decoded)) return decoded.success;
  throw new WrongMetricsLine({ file, line, cause: decoded.failure });
}

const tooLong = (file: string, line: number) =>
  new WrongMetricsLine({ file, line, cause: undefined });
