/** first, first + step, … below last. */
export const range = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.ceil((last - first) / step) }, (_, index) => first + index * step);
