import { mix } from "./mix.ts";

/**
 * Random number `index` (0…2³²−1) of the stream of a key: 32 bits as a number in 0…2³²−1. A salt
 * tells apart several streams of one key. The kernels' dropout computes the same
 * (src/kernels/assembly/hash.ts).
 */
export function bits(key: number, salt: number, index: number): number {
  return mix(streamSeed(key, salt) ^ mix((index + 0x85ebca6b) | 0));
}

/** What key and salt contribute to every index of a stream. */
function streamSeed(key: number, salt: number): number {
  return mix(key ^ mix((salt + 0x9e3779b9) | 0));
}
