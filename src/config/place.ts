/** Where a value was written: in a config file, or on the command line. */

/** A config file or a command-line flag. */
export interface Source {
  /** Rank in reports: 0 is the file that was asked for, then what it extends, then flags. */
  readonly order: number;
  /** What a report calls it: the file as the user named it, or the flag as given. */
  readonly label: string;
  /** Absolute folder that relative paths in it start from. */
  readonly directory: string;
  /** Whether it has lines and columns. */
  readonly isFile: boolean;
}

/** Line and column, both from 1; columns count UTF-16 units as editors do. */
export interface Place {
  readonly source: Source;
  readonly line: number;
  readonly column: number;
}

/** `FILE:LINE:COLUMN`, or the flag itself. */
export function formatPlace({ source, line, column }: Place): string {
  return source.isFile ? `${source.label}:${line}:${column}` : source.label;
}

/** Order of reports: source by source, from top to bottom. */
export function comparePlaces(a: Place, b: Place): number {
  return a.source.order - b.source.order || a.line - b.line ||
    a.column - b.column;
}
