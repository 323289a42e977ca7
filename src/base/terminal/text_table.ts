import { oneLine } from "./printable.ts";

/**
 * Rows as aligned columns with two spaces between them; numbers are right-aligned. Each row is one
 * line: control characters, tabs and line breaks in a cell become escapes.
 */
export function textTable(texts: readonly (readonly string[])[]): string {
  const rows = texts.map((row) => row.map(oneLine));
  const [head = []] = rows;
  const columns = head.map((_, column) => rows.map((row) => row[column] ?? ""));
  const widths = columns.map((cells) =>
    cells.reduce((widest, { length }) => Math.max(widest, length), 0)
  );
  const numeric = columns.map((cells) =>
    cells.slice(1).every((cell) => /^[-–+\d.,e%]*$/.test(cell))
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) =>
      numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)
    ).join("  ").trimEnd();
  return rows.map(line).join("\n");
}
