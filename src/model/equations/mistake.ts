import type { TextPosition } from "../../config/text_position.ts";
import type { Wording } from "../../config/wording.ts";

/**
 * One mistake in a cell. `path` leads from the cell's definition to the key that is wrong; with
 * path `["equations"]` the position within their text is known too, and `message` may name other
 * lines of the text.
 */
export interface CellMistake extends Partial<TextPosition> {
  readonly path: readonly string[];
  readonly message: Wording;
}

/** A mistake in the equations. */
export const mistakeAt = ({ line, column }: TextPosition, message: Wording): CellMistake => ({
  path: ["equations"],
  line,
  column,
  message,
});
