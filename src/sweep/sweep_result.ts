/** What a sweep came to, as `sweep --json` prints it last. */
import type { SweepOutcome } from "./coordinate.ts";
import { countStates } from "./count_states.ts";
import type { SweepDefinition } from "./definition.ts";
import type { SweepEnding } from "./events.ts";
import { rankTrials } from "./rank_trials.ts";
import { rerunCommand } from "./rerun_command.ts";
import type { ViewedTrial } from "./sweep_view.ts";
import type { Goal, TrialState } from "./trial.ts";

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
  readonly failure: string | null;
}

export function sweepResult(
  { ending, trials }: SweepOutcome,
  { name, directory, config, runs, definition }: {
    readonly name: string;
    readonly directory: string;
    /** Path of the experiment's file. */
    readonly config: string;
    readonly runs: string;
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
    command: best === undefined ? null : rerunCommand(config, best.values, elsewhere, code),
    failure: failureOf(ending, trials, ranking.length),
  };
}

function failureOf(
  ending: SweepEnding,
  trials: readonly ViewedTrial[],
  finished: number,
): string | null {
  const failed = trials.find(({ state }) => state === "failed");
  if (ending === "failure") {
    return `Trial ${failed?.number} failed, and the sweep's failures are set to stop: ${failed?.failure}`;
  }
  return ending === "done" && finished === 0 && failed !== undefined
    ? `No trial finished; trial ${failed.number} failed: ${failed.failure}`
    : null;
}
