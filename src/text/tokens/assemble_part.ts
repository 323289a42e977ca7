import type { PartName } from "../sources/part_name.ts";
import type { Layout } from "../tokenizer/layout.ts";
import type { Units } from "../tokenizer/place_units.ts";
import { partNames } from "../tokenizer/text_collector.ts";
import type { TokenPart } from "./token_part.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";

/** A part and how many of its sentences were longer than `maxLength`. */
export interface AssembledPart {
  readonly part: TokenPart;
  readonly cut: number;
}

/**
 * The tokens of one part, with the rows that its layout wants.
 *
 * @param units of token ids
 */
export function assemblePart(
  units: Units,
  name: PartName,
  vocabulary: Vocabulary,
  layout: Layout,
): AssembledPart {
  const wanted = partNames.indexOf(name);
  const assembled = layout.kind === "contiguous"
    ? oneRow(units, wanted)
    : sentenceRows(units, wanted, vocabulary, layout.maxLength);
  const { cut, ...part } = assembled;
  return { part, cut };
}

interface Rows extends TokenPart {
  readonly cut: number;
}
function oneRow(units: Units, wanted: number): Rows {
  let n = 0;
  eachUnit(units, wanted, (start, end) => n += end - start);
  const tokens = new Int32Array(n), characters = new Uint8Array(n), bytes = new Uint16Array(n);
  let at = 0;
  eachUnit(units, wanted, (start, end) => {
    tokens.set(units.tokens.subarray(start, end), at);
    characters.set(units.characters.subarray(start, end), at);
    bytes.set(units.bytes.subarray(start, end), at);
    at += end - start;
  });
  const offsets = n === 0 ? Int32Array.of(0) : Int32Array.of(0, n);
  return { tokens, offsets, characters, bytes, cut: 0 };
}

/**
 * Rows START w₁ … wₙ END. One that predicts more than `maxLength` tokens is cut into several: each
 * begins with the last token of the previous one. So every token is predicted exactly once, from a
 * real token, and no START or END is within a sentence.
 */
function sentenceRows(
  units: Units,
  wanted: number,
  vocabulary: Vocabulary,
  maxLength: number | "none",
): Rows {
  const limit = maxLength === "none" ? Infinity : maxLength;
  let rows = 0, n = 0, cut = 0;
  eachUnit(units, wanted, (start, end) => {
    const predicted = end - start + 1;
    const pieces = limit === Infinity ? 1 : Math.ceil(predicted / limit);
    rows += pieces;
    n += predicted + pieces;
    if (pieces > 1) cut++;
  });
  const tokens = new Int32Array(n), offsets = new Int32Array(rows + 1);
  const characters = new Uint8Array(n), bytes = new Uint16Array(n); // 0 where nothing is predicted
  let row = 0, at = 0, predicted = 0;
  const begin = (token: number) => {
    offsets[row++] = at;
    tokens[at++] = token;
    predicted = 0;
  };
  const predict = (token: number, codePoints: number, length: number) => {
    if (predicted === limit) begin(tokens[at - 1] ?? 0);
    characters[at] = codePoints;
    bytes[at] = length;
    tokens[at++] = token;
    predicted++;
  };
  const startToken = existing(vocabulary.start ?? vocabulary.unknown);
  const endToken = existing(vocabulary.end ?? vocabulary.unknown);
  eachUnit(units, wanted, (start, end) => {
    begin(startToken);
    for (let i = start; i < end; i++) {
      predict(units.tokens[i]!, units.characters[i]!, units.bytes[i]!);
    }
    predict(endToken, 1, 1);
  });
  offsets[row] = at;
  return { tokens, offsets, characters, bytes, cut };
}

function existing(token: number | undefined): number {
  if (token === undefined) throw new RangeError("Sentences need tokens for their start and end");
  return token;
}

function eachUnit(units: Units, wanted: number, visit: (start: number, end: number) => void): void {
  let start = 0;
  for (let unit = 0; unit < units.ends.length; unit++) {
    const end = units.ends[unit] ?? 0;
    if (units.parts[unit] === wanted) visit(start, end);
    start = end;
  }
}
