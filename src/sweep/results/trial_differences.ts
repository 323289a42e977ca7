/** Differences between the environments that computed the trials of a sweep. */
import { dirname, resolve } from "node:path";
import { Effect } from "effect";
import { environmentFacts } from "../../run/environment_changes.ts";
import type { SweepView } from "../records/sweep_view.ts";
import { trialEnvironments } from "./trial_environments.ts";

/** One of several values of what computed the trials, and those that it computed. */
export interface TrialDifference {
  /** `code`, `products`, `runtime`, `processor` or `package NAME`. */
  readonly name: string;
  readonly value: string;
  readonly trials: readonly number[];
}

/** @param directory of the sweep, beside which its runs lie */
export const trialDifferences = Effect.fnUntraced(function* (
  { trials, space }: SweepView,
  directory: string,
): Effect.fn.Return<readonly TrialDifference[]> {
  const known = yield* trialEnvironments(trials, dirname(resolve(directory)));
  const all = known.flatMap(({ trial, environments }) =>
    environments.map((environment) => ({ trial, environment }))
  );
  const facts = environmentFacts(all.map(({ environment }) => environment));
  const names = [...new Set(facts.flatMap(Object.keys))];
  return names.filter((name) => !isSearched(name, space)).flatMap((name) => {
    const byValue = Map.groupBy(all.keys(), (i) => facts[i]![name] ?? "none");
    return byValue.size < 2 ? [] : [...byValue].map(([value, indices]) => ({
      name,
      value,
      trials: [...new Set(indices.map((i) => all[i]!.trial))].sort((a, b) => a - b),
    }));
  });
});

/** Whether trials differ in it because the space says so. */
export const isSearched = (name: string, space: SweepView["space"]): boolean =>
  name === "products" && space.some(({ path }) => path.startsWith("engine."));
