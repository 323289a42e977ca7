import { basename } from "node:path";
import type { ExportedFile } from "./export_format.ts";
import type { PlacedFile } from "./write_export.ts";

/** Where the files of an export lie. */
export interface Places {
  /** Path of the main one. */
  readonly output: string;
  /** Path of the file with that ending. */
  readonly path: (ending: string) => string;
  /** Its name alone. */
  readonly name: (ending: string) => string;
}

/**
 * Places of an export's files. The main one is at `output`; the names of the others begin as its
 * does, without the format's own ending: `a.onnx` and `a.vocabulary.json`.
 */
export function placesOf({ ending }: ExportedFile, output: string): Places {
  const stem = output.endsWith(ending) ? output.slice(0, -ending.length) : output;
  const path = (other: string) => other === ending ? output : stem + other;
  return { output, path, name: (other) => basename(path(other)) };
}

/** The files at their places, and the model card beside the main one, called as that is. */
export const placeFiles = (
  [main, ...others]: readonly [ExportedFile, ...ExportedFile[]],
  card: string,
  { output, path }: Places,
): readonly [PlacedFile, ...PlacedFile[]] => [
  { path: output, content: main.content },
  ...others.map(({ ending, content }) => ({ path: path(ending), content })),
  { path: `${output}.README.md`, content: card },
];
