import { Stream } from "effect";
import type { InputError } from "../../base/errors.ts";
import { corpusFailure } from "../sources/corpus_failure.ts";
import { readCsv } from "./csv.ts";
import type { Document } from "./document.ts";
import { readJsonLines } from "./jsonl.ts";
import { type Line, type LineEnds, linesOf, readLines } from "./lines.ts";
import { readBytes } from "../sources/read_bytes.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import type { SourceFile } from "../sources/source_files.ts";
import { decodeEscaped } from "./escaped_utf8.ts";
import { decodeUtf8 } from "./utf8.ts";

export interface ReadOptions {
  /** Called with the number of bytes read from disk. */
  readonly onBytes?: (bytes: number) => void;
  /** What ends a line of format lines; `any` by default. */
  readonly ends?: LineEnds;
  /**
   * Whether bytes that are no UTF-8 are escaped (`escaped_bytes.ts`) and a byte order mark is kept;
   * by default the former is a failure, and the latter is dropped.
   */
  readonly keepsBytes?: boolean;
}

/**
 * The documents of all files, one chunk per read. Only the current chunk is in memory. Fails with
 * file and line at the first violation of the format.
 */
export function documents(
  files: readonly SourceFile[],
  format: CorpusConfig["format"],
  options: ReadOptions = {},
): Stream.Stream<Document, InputError> {
  return Stream.fromIterable(files).pipe(
    Stream.flatMap((file) =>
      Stream.fromAsyncIterable(fileDocuments(file, format, options), corpusFailure(file.name))
    ),
    Stream.flattenArray,
  );
}

type Documents = [Document, ...Document[]];

async function* fileDocuments(
  file: SourceFile,
  format: CorpusConfig["format"],
  { onBytes, ends = "any", keepsBytes = false }: ReadOptions,
): AsyncGenerator<Documents> {
  const bytes = readBytes(file, onBytes);
  const text = keepsBytes ? decodeEscaped(bytes) : decodeUtf8(file.name, bytes);
  if (format === "text") return yield* pieces(file, text);
  const lines = format === "lines"
    ? readLines(text, file.name, { ends })
    : "csv" in format
    ? readCsv(file.name, text, format)
    : readJsonLines(file.name, text, format.jsonl);
  for await (const found of lines) {
    const [first, ...rest] = found.map((line) => document(file, line, false));
    if (first !== undefined) yield [first, ...rest];
  }
}

/** A file as one document, a piece a read; an empty file has none. */
async function* pieces(file: SourceFile, chunks: AsyncIterable<string>): AsyncGenerator<Documents> {
  let held: Line | undefined; // until it is known whether another piece follows
  for await (const chunk of chunks) {
    if (chunk === "") continue;
    const line = held === undefined ? 1 : held.line + held.text.split("\n").length - 1;
    if (held !== undefined) yield [document(file, held, true)];
    held = { text: chunk, line };
  }
  if (held !== undefined) yield [document(file, held, false)];
}

/**
 * The documents of a text that is not a file: each of its lines if lines are documents, otherwise
 * one.
 */
export function wholeText(text: string, format: CorpusConfig["format"]): Document[] {
  const lines = format === "lines" ? linesOf(text, "any") : [{ text, line: 1 }];
  return lines.map((line) => document({ name: "the text", part: undefined }, line, false));
}

function document(
  file: Pick<SourceFile, "name" | "part">,
  { text, line }: Line,
  continues: boolean,
): Document {
  return { text, file: file.name, line, continues, part: file.part };
}
