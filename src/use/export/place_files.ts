import type { ExportedFile } from "./export_format.ts";
import type { PlacedFile } from "./write_export.ts";

/**
 * Paths of an export's files. The main one is at `output`; the names of the others begin as its
 * does, without the format's own ending: `a.onnx` and `a.vocabulary.json`.
 */
export function placeFiles(
  [main, ...others]: readonly [ExportedFile, ...ExportedFile[]],
  output: string,
): readonly [PlacedFile, ...PlacedFile[]] {
  const stem = output.endsWith(main.ending) ? output.slice(0, -main.ending.length) : output;
  return [
    { path: output, content: main.content },
    ...others.map(({ ending, content }) => ({ path: stem + ending, content })),
  ];
}
