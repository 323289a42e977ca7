/** `[######......]`: a share from 0 to 1 as so many marks between brackets. */
export function bar(share: number, width: number): string {
  const full = Math.floor(Math.min(1, share) * width);
  return `[${"#".repeat(full)}${".".repeat(width - full)}]`;
}
