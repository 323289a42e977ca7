import type { Every } from "../config/every.ts";

/** A place in the training: whole steps and whole epochs done, and whether it is between two epochs. */
export interface Moment {
  readonly step: number;
  readonly epoch: number;
  readonly epochEnd: boolean;
}

/**
 * Whether something that happens every so often is due at this moment. Steps are due at their
 * multiples wherever they fall, epochs at the ends of their multiples. The start of the training
 * (step 0, epoch 0, epochEnd true) is a multiple of both; who doesn't want that doesn't ask then.
 */
export function isDue(every: Every, { step, epoch, epochEnd }: Moment): boolean {
  return every.unit === "steps" ? step % every.count === 0 : epochEnd && epoch % every.count === 0;
}
