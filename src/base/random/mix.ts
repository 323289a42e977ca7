/**
 * A bijection of 32-bit words that spreads every bit over all others: "lowbias32", found by Chris
 * Wellons's hash prospector (two rounds of shift and multiply). Gives a number in 0…2³²−1.
 */
export function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
