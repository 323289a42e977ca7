/** A position within a text that a config holds, line and column both from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}
