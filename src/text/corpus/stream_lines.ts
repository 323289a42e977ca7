import process from "node:process";
import { Effect, Schema, Stream } from "effect";
import { tryRead } from "../../base/files/file_error.ts";
import { statusOf } from "../../base/files/is_there.ts";
import { InputError } from "../../base/errors.ts";
import { corpusFailure } from "../sources/corpus_failure.ts";
import { readBytes } from "../sources/read_bytes.ts";
import { standardInput } from "../sources/source_files.ts";
import { type Line, readLines } from "./lines.ts";
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
  if (path === standardInput) {
    const name = "standard input";
    return { name, size: undefined, reads: readsOf(name, () => input ?? process.stdin, () => 0) };
  }
  const status = yield* tryRead(path, () => statusOf(path));
  if (status === undefined) return yield* new NoLines({ path, fault: "missing" });
  if (status.isDirectory()) return yield* new NoLines({ path, fault: "directory" });
  let bytes = 0;
  const file = { name: path, path, gzip: path.endsWith(".gz"), part: undefined };
  const chunks = () => readBytes(file, (more) => void (bytes += more));
  return {
    name: path,
    size: status.isFile() ? status.size : undefined,
    reads: readsOf(path, chunks, () => bytes),
  };
});

const readsOf = (
  name: string,
  chunks: () => AsyncIterable<Uint8Array>,
  bytes: () => number,
): Stream.Stream<LinesRead, InputError> =>
  Stream.suspend(() =>
    Stream.fromAsyncIterable(
      readLines(decodeUtf8(name, chunks()), name, longestStreamedLine),
      corpusFailure(name),
    )
  ).pipe(Stream.map((lines) => ({ lines, bytes: bytes() })));
