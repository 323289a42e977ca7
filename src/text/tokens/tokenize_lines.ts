import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import { wholeText } from "../corpus/documents.ts";
import { corpusFailure } from "../sources/corpus_failure.ts";
import { isCharacterStream, type Preparation } from "../tokenizer/preparation.ts";
import { symbolIds } from "../tokenizer/symbol_ids.ts";
import { type CollectedText, textCollector } from "../tokenizer/text_collector.ts";
import type { Vocabulary } from "../tokenizer/vocabulary.ts";
import { assemblePart } from "./assemble_part.ts";

/** A line by itself, as a model reads it. */
export interface LineTokens {
  /** Ids of its rows. Of each, the first token is only read, every other is predicted. */
  readonly rows: readonly Int32Array[];
  /** The predicted tokens that the vocabulary lacks, in order, as they were written. */
  readonly unknown: readonly string[];
}

/**
 * The tokens of lines under a vocabulary that exists, each line a document by itself that is
 * prepared like the training text.
 *
 * Sentences: a row for each sentence of the line, or several for one over `maxLength`; none for a
 * line without words. A stream of words: the line's sentences, each with an end, after an end. A
 * stream of characters: the line and a line break, after a line break; where the vocabulary has no
 * line break, the line alone, of which the first character is only read.
 */
export const tokenizeLines = (
  lines: readonly string[],
  vocabulary: Vocabulary,
  preparation: Preparation,
): Effect.Effect<readonly LineTokens[], InputError> =>
  Effect.try({
    try: () => collectLines(lines, vocabulary, preparation),
    catch: corpusFailure("the lines"),
  });

function collectLines(
  lines: readonly string[],
  vocabulary: Vocabulary,
  preparation: Preparation,
): readonly LineTokens[] {
  const stream = isCharacterStream(preparation);
  const collector = textCollector(preparation, undefined);
  const ends = lines.map((line) => {
    wholeText(stream ? `${line}\n` : line, "text").forEach(collector.add);
    return collector.units();
  });
  const text = collector.finish();
  const ids = symbolIds(text.symbols, vocabulary);
  return ends.map((end, index) => {
    // Of a stream the last unit is the line; one before it would be what joins two documents.
    const units = unitsBetween(text, stream ? end - 1 : ends[index - 1] ?? 0, end);
    const symbols = stream && !vocabulary.ids.has("\n") ? units.tokens.slice(1, -1) : units.tokens;
    const unknown: string[] = [];
    for (const symbol of symbols) {
      if (ids[symbol] === vocabulary.unknown) unknown.push(text.symbols[symbol] ?? "");
    }
    return { rows: rowsOf(units, ids, vocabulary, preparation), unknown };
  });
}

/** Units first…last−1 of a text, all of them for training. */
function unitsBetween(text: CollectedText, first: number, last: number) {
  const start = first === 0 ? 0 : text.ends[first - 1] ?? 0;
  const end = last === 0 ? 0 : text.ends[last - 1] ?? 0;
  return {
    tokens: text.tokens.subarray(start, end),
    characters: text.characters.subarray(start, end),
    ends: text.ends.slice(first, last).map((at) => at - start),
    parts: new Int32Array(last - first),
  };
}

function rowsOf(
  units: ReturnType<typeof unitsBetween>,
  ids: Int32Array,
  vocabulary: Vocabulary,
  preparation: Preparation,
): readonly Int32Array[] {
  const { layout } = preparation;
  const { tokens, offsets } = assemblePart(units, "train", ids, vocabulary, layout).part;
  if (layout.kind === "sentences") {
    return Array.from(
      { length: offsets.length - 1 },
      (_, row) => tokens.subarray(offsets[row], offsets[row + 1]),
    );
  }
  if (tokens.length === 0) return [];
  const before = isCharacterStream(preparation)
    ? vocabulary.ids.get("\n")
    : vocabulary.end ?? vocabulary.unknown;
  if (before !== undefined) return [following(before, tokens)];
  return tokens.length > 2 ? [tokens.subarray(0, -1)] : [];
}

function following(before: number, tokens: Int32Array): Int32Array {
  const row = new Int32Array(tokens.length + 1);
  row[0] = before;
  row.set(tokens, 1);
  return row;
}
