import type { PartName } from "../sources/part_name.ts";

/**
 * A text that sentences never cross: a file, line, CSV field or JSON field. A long file comes in
 * several pieces, cut anywhere between two characters, each but the last with `continues`.
 */
export interface Document {
  readonly text: string;
  /** The file as messages name it, and the line (from 1) on which the text starts. */
  readonly file: string;
  readonly line: number;
  /** The next element is more of the same document. */
  readonly continues: boolean;
  /** The part that `split.files` put the file in; undefined where shares decide. */
  readonly part: PartName | undefined;
}
