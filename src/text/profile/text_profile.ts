/** What a text looks like from its beginning: enough to choose settings by. */
import { statSync } from "node:fs";
import { Effect, Stream } from "effect";
import type { InputError } from "../../base/errors.ts";
import { documents } from "../corpus/documents.ts";
import { corpusFailure } from "../sources/corpus_failure.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import { type SourceFile, sourceFiles } from "../sources/source_files.ts";
import { newestPreparation } from "../tokenizer/preparation.ts";
import { type CollectedText, textCollector } from "../tokenizer/text_collector.ts";
import { sentenceLengths, shareInLong } from "./sentence_lengths.ts";

/** A text's training part, counted or, beyond its beginning, estimated by its bytes. */
export interface TextProfile {
  readonly words: number;
  readonly characters: number;
  readonly sentences: number;
  /** Different words that occur at least twice in the beginning. */
  readonly repeated: number;
}

/** Bytes that are looked at: for the format, and for the counts. */
const formatBytes = 1 << 18, countedBytes = 1 << 21;

/** Words of a sentence that no one writes; over `most` of a text in such, it has no sentence ends. */
const long = { words: 200, most: 0.5 };

/** The files that are trained on, whole or in part, of a corpus with absolute paths. */
export const trainingFiles = (
  config: CorpusConfig,
): Effect.Effect<readonly SourceFile[], InputError> =>
  Effect.tryPromise({
    try: (signal) => sourceFiles(config, "/", undefined, signal),
    catch: corpusFailure("corpus"),
  }).pipe(
    Effect.map((files) => files.filter(({ part }) => part === undefined || part === "train")),
  );

/** Counts the beginning of a corpus's training files, and estimates the whole by their bytes. */
export const textProfile = Effect.fn("textProfile")(function* (
  files: readonly SourceFile[],
  { format, sentences, split }: Pick<CorpusConfig, "format" | "sentences" | "split">,
  lowercase: boolean,
): Effect.fn.Return<TextProfile, InputError> {
  const reading = { format, sentences, lowercase };
  const { text, bytes } = yield* collectBeginning(files, reading, countedBytes);
  const total = yield* Effect.try({
    try: () => files.reduce((sum, { path }) => sum + statSync(path).size, 0),
    catch: corpusFailure("corpus"),
  });
  const held = "files" in split ? 0 : split.valid + split.test;
  const scale = (1 - held) * Math.max(1, total / Math.max(1, bytes));
  return {
    words: text.tokens.length * scale,
    characters: text.characters.reduce((sum, n) => sum + n, 0) * scale,
    sentences: text.sentences * scale,
    repeated: countRepeated(text),
  };
});

/**
 * How the documents of plain text lie: each line is one where the text as a whole has hardly any
 * sentence ends, and its lines are of a sentence's length.
 */
export const findFormat = Effect.fn("findFormat")(function* (
  files: readonly SourceFile[],
): Effect.fn.Return<"text" | "lines", InputError> {
  const { text: whole } = yield* collectBeginning(files, byRules("text"), formatBytes);
  if (!isEndless(whole)) return "text";
  const { text: lines } = yield* collectBeginning(files, byRules("lines"), formatBytes);
  return isEndless(lines) ? "text" : "lines";
});

/** How the beginning of a text is read. */
interface Reading {
  readonly format: CorpusConfig["format"];
  readonly sentences: CorpusConfig["sentences"] | undefined;
  readonly lowercase: boolean;
}

const byRules = (format: "text" | "lines"): Reading => ({
  format,
  sentences: "rules",
  lowercase: true,
});

const isEndless = (text: CollectedText): boolean =>
  shareInLong(sentenceLengths(text), long.words) > long.most;

/** The words of the first documents, up to about a number of bytes, and the bytes read for them. */
const collectBeginning = Effect.fnUntraced(function* (
  files: readonly SourceFile[],
  { format, sentences, lowercase }: Reading,
  most: number,
): Effect.fn.Return<{ readonly text: CollectedText; readonly bytes: number }, InputError> {
  let bytes = 0;
  const collector = textCollector({
    sentences,
    tokenizer: { kind: "word", vocabulary: 4, lowercase },
    layout: { kind: "sentences", maxLength: "none" },
    version: newestPreparation,
  }, undefined);
  yield* documents(files, format, { onBytes: (more) => bytes += more }).pipe(
    Stream.takeUntil(() => bytes >= most),
    Stream.runForEach((document) =>
      Effect.try({ try: () => collector.add(document), catch: corpusFailure("corpus") })
    ),
  );
  return { text: collector.finish(), bytes };
});

function countRepeated({ symbols, tokens }: CollectedText): number {
  const counts = new Int32Array(symbols.length);
  for (const symbol of tokens) counts[symbol]! += 1;
  return counts.reduce((sum, count) => sum + (count >= 2 ? 1 : 0), 0);
}
