/** Rows as aligned columns, two spaces between them; numbers to the right. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const columns = head.map((_, column) => rows.map((row) => row[column] ?? ""));
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
  const numeric = columns.map((cells) =>
    cells.slice(1).every((cell) => /^[-–+\d.,e%]*$/.test(cell))
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) =>
      numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)
    ).join("  ").trimEnd();
  return rows.map(line).join("\n");
}
