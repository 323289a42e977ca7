import { hash } from "node:crypto";
import type { PartName } from "../sources/part_name.ts";

/** Shares of a corpus kept for validation and test, each from 0, together below 1. */
export interface Shares {
  readonly valid: number;
  readonly test: number;
}

/**
 * The part that a sentence belongs to, by its text alone: so adding text moves no sentence, and
 * equal ones are in one part. The first 48 bits of the SHA-256 of its UTF-8 bytes, as a fraction
 * of 2^48, fall below `valid`, below `valid + test`, or into training.
 */
export function partOf(sentence: string, shares: Shares): PartName {
  if (shares.valid === 0 && shares.test === 0) return "train";
  const place = parseInt(hash("sha256", sentence, "hex").slice(0, 12), 16) / 2 ** 48;
  if (place < shares.valid) return "valid";
  return place < shares.valid + shares.test ? "test" : "train";
}

/**
 * Where validation and test begin in a stream of n tokens: training first; the last parts are held
 * out, in order.
 */
export function streamCuts(n: number, shares: Shares): { valid: number; test: number } {
  const test = n - Math.round(n * shares.test);
  return { valid: Math.min(test, n - Math.round(n * (shares.valid + shares.test))), test };
}
