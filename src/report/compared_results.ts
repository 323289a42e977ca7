/** Results of a sweep's trials that can be compared: all at the same length of training. */
import type { MeasuredTrial } from "../sweep/results/importance.ts";
import { formatLength } from "../sweep/results/format_length.ts";
import type { SweepView, ViewedTrial } from "../sweep/records/sweep_view.ts";

export interface ComparedResults {
  /** Index of the rung that the results are from. */
  readonly rung: number;
  readonly trials: readonly (MeasuredTrial & { readonly trial: ViewedTrial })[];
}

/** Results at full length, or at the highest rung that at least twice as many trials reached. */
export function comparedResults({ trials, rungs }: SweepView): ComparedResults {
  const at = (rung: number) =>
    trials.flatMap((trial) => {
      const result = rung === rungs.length - 1 && trial.objective !== undefined
        ? trial.objective
        : trial.rungs[rung]?.value;
      return result === undefined ? [] : [{ trial, values: trial.values, result }];
    });
  let best = { rung: rungs.length - 1, trials: at(rungs.length - 1) };
  for (let rung = rungs.length - 2; rung >= 0; rung--) {
    const here = at(rung);
    if (here.length >= 2 * best.trials.length) best = { rung, trials: here };
  }
  return best;
}

/** When trials had the results of a rung; each has its own full length where epochs are searched. */
export const describeRung = (view: Pick<SweepView, "rungs" | "unit">, rung: number): string =>
  rung === view.rungs.length - 1 ? "at full length" : `after ${formatLength(view, rung)}`;
