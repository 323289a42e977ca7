import process from "node:process";
import { Effect, Schema, Stream } from "effect";
import { tryRead } from "../../base/files/file_error.ts";
import { statusOf } from "../../base/files/is_there.ts";
import { InputError } from "../../base/errors.ts";
import { formatCount } from "../../base/terminal/format_number.ts";
import { corpusFailure } from "../sources/corpus_failure.ts";
import { readBytes } from "../sources/read_bytes.ts";
import { standardInput } from "../sources/source_files.ts";
import { EndlessLine, type Line, readLines } from "./lines.ts";
import { decodeUtf8 } from "./utf8.ts";

/** The lines that came with one read, and how far the file is read. */
export interface LinesRead {
  readonly lines: readonly Line[];
  /** Bytes read from disk so far; 0 of standard input. */
  readonly bytes: number;
}

/** Lines of a file that come one read after the other. */
export interface LineSource {
  /** As messages name it. */
  readonly name: string;
  /** Bytes on disk; undefined where that is not known. */
  readonly size: number | undefined;
  readonly reads: Stream.Stream<LinesRead, InputError>;
}

/** Most UTF-16 units of a line of a {@link LineSource}: as much as a few whole books. */
export const longestStreamedLine = 1 << 24;

/** A path that leads to no file of lines. */
class NoLines extends InputError.extend<NoLines>("NoLines")({
  _tag: Schema.tag("NoLines"),
  path: Schema.String,
  fault: Schema.Literals(["missing", "directory"]),
}) {
  override get message(): string {
    return this.fault === "missing"
      ? `There is no file "${this.path}"`
      : `Expected a file of lines, got the directory "${this.path}"`;
  }
}

/** A line that is longer than {@link longestStreamedLine}. */
class LongLine extends InputError.extend<LongLine>("LongLine")({
  _tag: Schema.tag("LongLine"),
  file: Schema.String,
  line: Schema.Number,
}) {
  override get message(): string {
    return `${this.file}:${this.line}: The line is longer than ` +
      `${formatCount(longestStreamedLine)} characters; expected a sentence or a document a line`;
  }
}

/** What a failed read means to the user. */
const lineFailure = (name: string) => (error: unknown): InputError =>
  error instanceof EndlessLine
    ? new LongLine({ file: error.file, line: error.line })
    : corpusFailure(name)(error);

/**
 * The lines of a file, gzipped where its name ends with `.gz`, or with `-` of standard input, read
 * as they are asked for: memory holds one read. A line that is not UTF-8 or longer than
 * {@link longestStreamedLine} fails with its place, after the lines before it.
 *
 * @param input what `-` reads; standard input by default
 */
export const streamLines = Effect.fnUntraced(function* (
  path: string,
  input?: AsyncIterable<Uint8Array>,
): Effect.fn.Return<LineSource, InputError> {
  if (path === standardInput) return streamInput(input ?? process.stdin);
  const status = yield* tryRead(path, () => statusOf(path));
  if (status === undefined) return yield* new NoLines({ path, fault: "missing" });
  if (status.isDirectory()) return yield* new NoLines({ path, fault: "directory" });
  return { name: path, size: status.isFile() ? status.size : undefined, reads: streamFile(path) };
});

const streamInput = (input: AsyncIterable<Uint8Array>): LineSource => {
  const name = "standard input";
  const lines = readLines(decodeUtf8(name, input), name, { longest: longestStreamedLine });
  return {
    name,
    size: undefined,
    reads: Stream.fromAsyncIterable(lines, lineFailure(name)).pipe(
      Stream.map((lines) => ({ lines, bytes: 0 })),
    ),
  };
};

const streamFile = (path: string): LineSource["reads"] =>
  Stream.suspend(() => {
    let bytes = 0;
    const onBytes = (more: number) => void (bytes += more);
    return Stream.fromAsyncIterable(fileLines(path, onBytes), lineFailure(path)).pipe(
      Stream.map((lines) => ({ lines, bytes })),
    );
  });

function fileLines(path: string, onBytes: (bytes: number) => void): AsyncIterable<Line[]> {
  const file = { name: path, path, gzip: path.endsWith(".gz"), part: undefined };
  return readLines(decodeUtf8(path, readBytes(file, onBytes)), path, {
    longest: longestStreamedLine,
  });
}
