import { spread } from "../spread.ts";

/** Median of the ratios of two systems' speeds, repetition by repetition. */
export function pairRatio(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) {
    throw new RangeError(`${ours.length} repetitions can't be paired with ${theirs.length}`);
  }
  return spread(ours.map((rate, index) => rate / theirs[index]!)).median;
}
