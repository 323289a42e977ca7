import type { PartName } from "../sources/part_name.ts";
import type { Layout } from "../tokenizer/layout.ts";
import type { Units } from "../tokenizer/place_units.ts";
import { partNames } from "../tokenizer/text_collector.ts";
import type { TokenPart } from "./token_part.ts";
import type { Vocabulary } from "../tokenizer/vocabulary.ts";

/** A part and how many of its sentences were longer than `maxLength`. */
export interface AssembledPart {
  readonly part: TokenPart;
  readonly cut: number;
}

/** The tokens of one part, with the rows that its layout wants. */
export function assemblePart(
  units: Units,
  name: PartName,
  ids: Int32Array,
  vocabulary: Vocabulary,
  layout: Layout,
): AssembledPart {
  const wanted = partNames.indexOf(name);
  const assembled = layout.kind === "contiguous"
    ? oneRow(units, wanted, ids)
    : sentenceRows(units, wanted, ids, vocabulary, layout.maxLength);
  const { cut, ...part } = assembled;
  return { part, cut };
}

interface Rows extends TokenPart {
  readonly cut: number;
}
function oneRow(units: Units, wanted: number, ids: Int32Array): Rows {
  let n = 0;
  eachUnit(units, wanted, (start, end) => n += end - start);
  const tokens = new Int32Array(n), characters = new Uint8Array(n);
  let at = 0;
  eachUnit(units, wanted, (start, end) => {
    characters.set(units.characters.subarray(start, end), at);
    for (let i = start; i < end; i++) tokens[at++] = ids[units.tokens[i] ?? 0] ?? 0;
  });
  const offsets = n === 0 ? Int32Array.of(0) : Int32Array.of(0, n);
  return { tokens, offsets, characters, cut: 0 };
}

/**
 * Rows START w₁ … wₙ END. One that predicts more than `maxLength` tokens is cut into several: each
 * begins with the last token of the previous one. So every token is predicted exactly once, from a
 * real token, and no START or END is within a sentence.
 */
function sentenceRows(
  units: Units,
  wanted: number,
  ids: Int32Array,
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
  const characters = new Uint8Array(n); // none for what is not predicted
  let row = 0, at = 0, predicted = 0;
  const begin = (token: number) => {
    offsets[row++] = at;
    tokens[at++] = token;
    predicted = 0;
  };
  const predict = (token: number, count: number) => {
    if (predicted === limit) begin(tokens[at - 1] ?? 0);
    characters[at] = count;
    tokens[at++] = token;
    predicted++;
  };
  eachUnit(units, wanted, (start, end) => {
    begin(vocabulary.start ?? vocabulary.unknown);
    for (let i = start; i < end; i++) {
      predict(ids[units.tokens[i] ?? 0] ?? 0, units.characters[i] ?? 0);
    }
    predict(vocabulary.end ?? vocabulary.unknown, 1);
  });
  offsets[row] = at;
  return { tokens, offsets, characters, cut };
}

function eachUnit(units: Units, wanted: number, visit: (start: number, end: number) => void): void {
  let start = 0;
  for (let unit = 0; unit < units.ends.length; unit++) {
    const end = units.ends[unit] ?? 0;
    if (units.parts[unit] === wanted) visit(start, end);
    start = end;
  }
}
