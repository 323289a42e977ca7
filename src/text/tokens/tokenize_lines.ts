import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import { wholeText } from "../corpus/documents.ts";
import { corpusFailure } from "../sources/corpus_failure.ts";
import { encodeUnits } from "../tokenizer/encode_units.ts";
import type { Units } from "../tokenizer/place_units.ts";
import { isTokenStream, kindOf, type Preparation } from "../tokenizer/preparation.ts";
import { textCollector } from "../tokenizer/text_collector.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { assemblePart } from "./assemble_part.ts";
import { beforeSentences, lineBreakToken } from "./before_text.ts";

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
 * line without words. Contiguous words: the line's sentences, each with an end, after an end. A
 * stream: the line and a line break, after a line break; where the vocabulary has no line break,
 * the line alone, of which the first token is only read.
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
  const isStream = isTokenStream(preparation);
  const before = isStream ? lineBreakToken(vocabulary, preparation) : undefined;
  const collector = textCollector(preparation, undefined);
  const ends = lines.map((line) => {
    wholeText(before === undefined ? line : `${line}\n`, "text").forEach(collector.add);
    return collector.endText();
  });
  const text = collector.finish();
  const whole = { ...text, parts: new Int32Array(text.parts.length) };
  const encoded = encodeUnits(whole, text.symbols, vocabulary, kindOf(preparation));
  return ends.map((end, index) => {
    const first = ends[index - 1] ?? 0;
    const symbols = unitsBetween(text, first, end).tokens;
    const units = unitsBetween(encoded, first, end);
    // A stream that follows nothing begins with a token that is only read.
    const unread = isStream && before === undefined ? 1 : 0;
    return {
      rows: rowsOf(units, before, vocabulary, preparation),
      unknown: unknownSymbols(symbols.subarray(unread), units.tokens.subarray(unread)),
    };
  });

  /** Of a kind with an unknown token, where each symbol is one token. */
  function unknownSymbols(symbols: Int32Array, ids: Int32Array): readonly string[] {
    const { unknown } = vocabulary;
    if (unknown === undefined) return [];
    const { speller } = kindOf(preparation);
    return [...symbols].filter((_, i) => ids[i] === unknown)
      .map((symbol) => speller()(text.symbols[symbol] ?? "", true));
  }
}

/** Units first…last−1 of a text, all of them for training. */
function unitsBetween(text: Units, first: number, last: number): Units {
  const start = first === 0 ? 0 : text.ends[first - 1] ?? 0;
  const end = last === 0 ? 0 : text.ends[last - 1] ?? 0;
  return {
    tokens: text.tokens.subarray(start, end),
    characters: text.characters.subarray(start, end),
    bytes: text.bytes.subarray(start, end),
    ends: text.ends.slice(first, last).map((at) => at - start),
    parts: new Int32Array(last - first),
  };
}

/** @param before the token that a stream follows, if the vocabulary has it */
function rowsOf(
  units: Units,
  before: number | undefined,
  vocabulary: Vocabulary,
  preparation: Preparation,
): readonly Int32Array[] {
  const { layout } = preparation;
  const { tokens, offsets } = assemblePart(units, "train", vocabulary, layout).part;
  if (layout.kind === "sentences") {
    return Array.from(
      { length: offsets.length - 1 },
      (_, row) => tokens.subarray(offsets[row], offsets[row + 1]),
    );
  }
  if (tokens.length === 0) return [];
  if (!isTokenStream(preparation)) return [following(beforeSentences(vocabulary), tokens)];
  if (before !== undefined) return [following(before, tokens)];
  return tokens.length > 1 ? [tokens] : [];
}

function following(before: number, tokens: Int32Array): Int32Array {
  const row = new Int32Array(tokens.length + 1);
  row[0] = before;
  row.set(tokens, 1);
  return row;
}
