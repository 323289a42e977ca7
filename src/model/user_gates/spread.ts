/** At most `most` of the numbers from 0 to length − 1, evenly spaced and ascending. */
export const spread = (length: number, most: number): number[] => {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
};
