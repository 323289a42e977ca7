/** Lines of a table: columns as wide as their longest cell, numbers to the right. */
export function table(
  header: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
  left: number,
): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length))
  );
  return [header, ...rows].map((cells) =>
    cells.map((cell, column) =>
      column < left ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
    ).join("  ").trimEnd()
  );
}
