// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * The integer hash of src/base/random/bits.ts, four indices at a time: the same 32 bits for the
 * same key, salt and index. The finalizer is Chris Wellons's "lowbias32".
 */

import { Integer, integer } from "./constants";

/** lowbias32 of one word. */
@inline
export function mix(x: u32): u32 {
  x = (x ^ (x >> 16)) * 0x7FEB352D;
  x = (x ^ (x >> 15)) * 0x846CA68B;
  return x ^ (x >> 16);
}

/** lowbias32 of four words. */
@inline
function mixLanes(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), integer(Integer.multiplier0));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), integer(Integer.multiplier1));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/** What key and salt contribute to every index of a stream. */
@inline
export function streamSeed(key: u32, salt: u32): u32 {
  return mix(key ^ mix(salt + 0x9E3779B9));
}

/** bits(key, salt, index) for four indices. */
@inline
export function bitsLanes(seed: u32, index: v128): v128 {
  return mixLanes(v128.xor(i32x4.splat(seed), mixLanes(i32x4.add(index, integer(Integer.step)))));
}
