/** Whether the trials of a resumed sweep were computed as those to come will be. */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { oneLine } from "../../base/terminal/printable.ts";
import { currentEnvironment } from "../../run/environment.ts";
import { environmentChanges, formatChange } from "../../run/environment_changes.ts";
import type { Space } from "../space/space.ts";
import { formatNumbers } from "./same_run.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";
import type { ResolvedEngine } from "../../experiment/setup/resolve_engine.ts";
import { isSearched } from "./trial_differences.ts";
import { trialEnvironments } from "./trial_environments.ts";

/**
 * Warns of trials that were computed by other code, products, runtime, processor or packages than
 * this process has, and names them.
 *
 * @param runs folder of run directories
 */
export const warnOfOtherTrials = Effect.fnUntraced(function* (
  trials: readonly ViewedTrial[],
  { space, engine, runs }: {
    readonly space: Space;
    readonly engine: ResolvedEngine;
    readonly runs: string;
  },
): Effect.fn.Return<void, RunError> {
  if (trials.length === 0) return;
  const now = yield* currentEnvironment(engine);
  const others = new Map<string, Set<number>>();
  for (const { trial, environments } of yield* trialEnvironments(trials, runs)) {
    for (const change of environments.flatMap((then) => environmentChanges(then, now))) {
      // The product "wasm" gives the same bits on every processor.
      if (change.name === "processor" && engine.gemm === "wasm") continue;
      if (isSearched(change.name, space)) continue;
      const told = formatChange(change);
      others.set(told, new Set([...others.get(told) ?? [], trial]));
    }
  }
  if (others.size === 0) return;
  const lines = [...others].map(([change, numbers]) => {
    const named = formatNumbers([...numbers].map((number) => ({ number })));
    return `${oneLine(change)} (${numbers.size === 1 ? "trial" : "trials"} ${named})`;
  });
  yield* Effect.logWarning(
    "Trials of this sweep were computed differently from those to come, so they may differ by " +
      `more than their values: ${lines.join("; ")}`,
  );
});
