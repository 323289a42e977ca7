/** A place in the text of a cell's equations, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * One thing wrong with a cell. `path` leads from the cell's definition to the key that is wrong;
 * with path `["equations"]` the place within their text is known too, and `message` names other lines of
 * the text as {@link lineOfText} does.
 */
export interface CellMistake extends Partial<Place> {
  readonly path: readonly string[];
  readonly message: string;
}

/** Line `line` of the equations, for messages: whoever knows the file writes its line instead. */
export const lineOfText = (line: number): string => `{line ${line}}`;

/** A mistake in the equations. */
export const mistakeAt = ({ line, column }: Place, message: string): CellMistake => ({
  path: ["equations"],
  line,
  column,
  message,
});
