import { key } from "../../src/base/random/key.ts";
import { uniform } from "../../src/base/random/uniform.ts";

/**
 * Token ids 0…vocabulary−1 distributed as words are (Zipf and Mandelbrot): id i with probability in
 * proportion to 1 / (i + 2.7). Draw number n is the same for the same seed.
 */
export function zipfSampler(vocabulary: number, seed: number): (n: number) => number {
  const sums = new Float64Array(vocabulary);
  let sum = 0;
  for (let id = 0; id < vocabulary; id++) sums[id] = sum += 1 / (id + 2.7);
  const stream = key(seed, "zipf");
  return (n) => {
    const wanted = uniform(stream, n) * sum;
    let low = 0;
    let high = vocabulary - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
