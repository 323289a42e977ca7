/** A line of a tab-separated table, of which one column is scored. */
import { Effect, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { counted } from "../../base/terminal/format_number.ts";
import type { Line } from "../../text/corpus/lines.ts";
import type { Scorable } from "./score_windows.ts";

export interface TableLine extends Scorable {
  /** The line as it was read. */
  readonly whole: string;
  /** Its columns; undefined where lines are scored whole. */
  readonly columns: readonly string[] | undefined;
}

/** Columns, by their numbers from 1. */
export interface Columns {
  /** What is scored; undefined is the whole line. */
  readonly column: number | undefined;
  /** What hypotheses belong to, the best of which comes first; undefined keeps the order. */
  readonly rank: number | undefined;
}

/** A line that lacks a column. */
class FewColumns extends InputError.extend<FewColumns>("FewColumns")({
  _tag: Schema.tag("FewColumns"),
  file: Schema.String,
  line: Schema.Number,
  expected: Schema.Number,
  got: Schema.Number,
}) {
  override get message(): string {
    const { file, line, expected, got } = this;
    return `${file}:${line}: Expected at least ${counted(expected, "column")} separated by tabs, ` +
      `got ${got}`;
  }
}

/** Ranking that has nothing to rank by. */
class RankWithoutColumn extends InputError.extend<RankWithoutColumn>("RankWithoutColumn")({
  _tag: Schema.tag("RankWithoutColumn"),
}) {
  override get message(): string {
    return "--rank sorts the lines of a table: expected --column N with it, the column to score";
  }
}

/** Refuses columns that don't go together. */
export const checkColumns = ({ column, rank }: Columns): Effect.Effect<void, InputError> =>
  rank !== undefined && column === undefined ? Effect.fail(new RankWithoutColumn()) : Effect.void;

/** Takes lines apart; fails with the place of the first that lacks a column. */
export const tableLines = (
  file: string,
  lines: readonly Line[],
  { column, rank = 1 }: Columns,
): Effect.Effect<readonly TableLine[], InputError> => {
  if (column === undefined) {
    return Effect.succeed(
      lines.map(({ text, line }) => ({ text, line, whole: text, columns: undefined })),
    );
  }
  const expected = Math.max(column, rank);
  return Effect.forEach(lines, ({ text: whole, line }) => {
    const columns = whole.split("\t");
    return columns.length < expected
      ? Effect.fail(new FewColumns({ file, line, expected, got: columns.length }))
      : Effect.succeed({ text: columns[column - 1]!, line, whole, columns });
  });
};
