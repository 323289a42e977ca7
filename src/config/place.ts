/** Where a value was written: in a config file, or on the command line. */

import { Schema } from "effect";

/** A config file or a command-line flag. */
export const Source = Schema.Struct({
  /** Rank in reports: 0 is the file that was asked for, then what it extends, then flags. */
  order: Schema.Number,
  /** Its name in messages: the file as the user named it, or the flag as given. */
  label: Schema.String,
  /** Absolute folder that relative paths in it start from. */
  directory: Schema.String,
  /** Whether it has lines and columns. */
  isFile: Schema.Boolean,
});
export interface Source extends Schema.Schema.Type<typeof Source> {}

/** Line and column, both from 1; columns count UTF-16 units as editors do. */
export const Place = Schema.Struct({
  source: Source,
  line: Schema.Number,
  column: Schema.Number,
});
export interface Place extends Schema.Schema.Type<typeof Place> {}

/** `FILE:LINE:COLUMN`, or the flag itself. */
export function formatPlace({ source, line, column }: Place): string {
  return source.isFile ? `${source.label}:${line}:${column}` : source.label;
}

/** Order of reports: source by source, from top to bottom. */
export function comparePlaces(a: Place, b: Place): number {
  return a.source.order - b.source.order || a.line - b.line ||
    a.column - b.column;
}
