/** Columns of a panel, the unit in which a matrix is packed; AssemblyScript reads it here too. */
export const panelColumns = 16;

/** Panels of a matrix with so many columns. */
export function panelsOf(columns: number): number {
  return Math.ceil(columns / panelColumns);
}
