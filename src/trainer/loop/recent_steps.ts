/** The steps since the last checkpoint, so that they can be repeated to find what went wrong. */
import type { LiveState } from "./trainer_parts.ts";

/** Most steps that are repeated. */
export const mostRepeated = 1000;

export interface RecentSteps {
  /** Steps done at the checkpoint. */
  readonly from: number;
  /** The learning rate of each step since then; undefined where there are too many. */
  readonly rates: readonly number[] | undefined;
}

/** Remembers the learning rate of one more step; of too many, only that they are. */
export const noteRate = ({ recent: { rates } }: LiveState, rate: number): void => {
  if (rates.length <= mostRepeated) rates.push(rate);
};

export const recentSteps = ({ recent: { from, rates } }: LiveState): RecentSteps => ({
  from,
  rates: rates.length > mostRepeated ? undefined : rates,
});
