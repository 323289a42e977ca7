import type { PartName } from "../corpus/document.ts";
import type { Layout } from "./layout.ts";
import type { Units } from "./place_units.ts";
import { partNames } from "./text_collector.ts";
import type { TokenPart } from "./token_part.ts";
import type { Vocabulary } from "./vocabulary.ts";

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
  let characters = 0;
  units.parts.forEach((part, unit) => {
    if (part === wanted) characters += units.characters[unit] ?? 0;
  });
  const { tokens, offsets, cut } = assembled;
  let unknown = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    const end = offsets[row + 1] ?? 0;
    for (let i = (offsets[row] ?? 0) + 1; i < end; i++) {
      if (tokens[i] === vocabulary.unknown) unknown++;
    }
  }
  return { part: { tokens, offsets, characters, unknown }, cut };
}

interface Rows {
  readonly tokens: Int32Array;
  readonly offsets: Int32Array;
  readonly cut: number;
}

function oneRow(units: Units, wanted: number, ids: Int32Array): Rows {
  let n = 0;
  eachUnit(units, wanted, (start, end) => n += end - start);
  const tokens = new Int32Array(n);
  let at = 0;
  eachUnit(units, wanted, (start, end) => {
    for (let i = start; i < end; i++) tokens[at++] = ids[units.tokens[i] ?? 0] ?? 0;
  });
  return { tokens, offsets: n === 0 ? Int32Array.of(0) : Int32Array.of(0, n), cut: 0 };
}

/**
 * Rows START w₁ … wₙ END. One that predicts more than `maxLength` tokens is cut into several: each
 * begins with the last token of the one before, so that every token is predicted exactly once, from
 * a real token, and no START or END stands within a sentence.
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
  let row = 0, at = 0, predicted = 0;
  const begin = (token: number) => {
    offsets[row++] = at;
    tokens[at++] = token;
    predicted = 0;
  };
  const predict = (token: number) => {
    if (predicted === limit) begin(tokens[at - 1] ?? 0);
    tokens[at++] = token;
    predicted++;
  };
  eachUnit(units, wanted, (start, end) => {
    begin(vocabulary.start ?? vocabulary.unknown);
    for (let i = start; i < end; i++) predict(ids[units.tokens[i] ?? 0] ?? 0);
    predict(vocabulary.end ?? vocabulary.unknown);
  });
  offsets[row] = at;
  return { tokens, offsets, cut };
}

function eachUnit(units: Units, wanted: number, visit: (start: number, end: number) => void): void {
  let start = 0;
  for (let unit = 0; unit < units.ends.length; unit++) {
    const end = units.ends[unit] ?? 0;
    if (units.parts[unit] === wanted) visit(start, end);
    start = end;
  }
}
