/** The result of a sweep. */
import type { SweepOutcome } from "../trials/coordinate.ts";
import { countStates } from "../trials/count_states.ts";
import type { SweepDefinition } from "../records/definition.ts";
import type { SweepEnding } from "../records/events.ts";
import { rankTrials } from "./rank_trials.ts";
import { rerunCommand, retryCommand } from "./rerun_command.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";
import { trialDocument } from "./trial_document.ts";
import { TrialsFailed } from "./trials_failed.ts";
import { withFittedValues } from "./with_fitted_values.ts";
import type { Goal, TrialState } from "../trial.ts";

export interface SweepResult {
  readonly name: string;
  readonly directory: string;
  readonly ending: SweepEnding;
  readonly objective: { readonly metric: string; readonly goal: Goal };
  readonly counts: Readonly<Partial<Record<TrialState, number>>>;
  /** Finished trials, the best first. */
  readonly ranking: readonly ViewedTrial[];
  /** Runs the best trial by itself, at full length; null where none finished. */
  readonly command: string | null;
  /** Why it counts as failed, null where it does not. */
  readonly failure: TrialsFailed | null;
}

/** As `sweep --json` prints it last. */
export const sweepEnd = (
  { name, directory, ending, objective, counts, ranking, command, failure }: SweepResult,
) => ({
  event: "end",
  name,
  sweep: directory,
  ending,
  objective,
  statuses: counts,
  trials: ranking.map(trialDocument),
  command,
  failure: failure === null ? null : failure.message,
});

export function sweepResult(
  { ending, trials }: SweepOutcome,
  { name, sweep, directory, config, runs, store, definition }: {
    readonly name: string;
    /** Path of the sweep's file. */
    readonly sweep: string;
    readonly directory: string;
    /** Path of the experiment's file. */
    readonly config: string;
    readonly runs: string;
    /** The store's address without its password, where it is not a file of the sweep's own. */
    readonly store?: string | undefined;
    readonly definition: SweepDefinition;
  },
): SweepResult {
  const { objective } = definition;
  const ranking = rankTrials(trials, objective.goal);
  const [best] = ranking;
  const code = definition.gates !== null;
  const elsewhere = runs === "runs" ? undefined : runs;
  return {
    name,
    directory,
    ending,
    objective,
    counts: countStates(trials),
    ranking,
    command: best === undefined
      ? null
      : rerunCommand(config, withFittedValues(best.values, definition.experiment), elsewhere, code),
    failure: failureOf(ending, trials, retryCommand(sweep, { runs: elsewhere, store, code })),
  };
}

/** What failed, and how to have it run again; null where nothing did. */
function failureOf(
  ending: SweepEnding,
  trials: readonly ViewedTrial[],
  retry: string,
): TrialsFailed | null {
  const failures = trials.filter(({ state }) => state === "failed")
    .map(({ number, failure = "" }) => ({ trial: number, failure }));
  return failures.length === 0
    ? null
    : new TrialsFailed({ failures, trials: trials.length, stops: ending === "failure", retry });
}
