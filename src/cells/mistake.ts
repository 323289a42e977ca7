/** A place in the text of a cell's equations, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * One thing wrong with a cell. `path` leads from the cell's definition to the key that is wrong;
 * with path `["equations"]` the place within their text is known too.
 */
export interface CellMistake extends Partial<Place> {
  readonly path: readonly string[];
  readonly message: string;
}

/** A mistake in the equations. */
export const mistakeAt = ({ line, column }: Place, message: string): CellMistake => ({
  path: ["equations"],
  line,
  column,
  message,
});
