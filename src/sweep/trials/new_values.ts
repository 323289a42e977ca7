/** The values of a sweep's new trials. */
import type { SweepDefinition } from "../records/definition.ts";
import type { Sampler } from "../samplers/sampler.ts";
import type { Assignment } from "../space/space.ts";
import type { TrialHistory } from "../trial.ts";

export interface NewValues {
  /** Whether there may be another trial, as far as is known. */
  readonly mayBegin: () => boolean;
  /** Values of the next trial; undefined where all combinations are given. */
  readonly next: () => Assignment | undefined;
}

/**
 * The values of new trials. A grid gives combinations that no trial has yet: if the space was
 * widened, they are counted again.
 */
export function newValues(
  { kind, sample }: Sampler["Service"],
  { space, search, objective, limits }: SweepDefinition,
  trials: TrialHistory,
): NewValues {
  const seed = typeof search["seed"] === "number" ? search["seed"] : 0;
  let place = 0;
  let exhausted = false;
  const request = (trial: number) =>
    sample({ space, seed, goal: objective.goal, trial, history: trials });
  const taken = new Set<string>();
  let known = 0;
  const nextOfGrid = (): Assignment | "exhausted" => {
    for (; known < trials.length; known++) taken.add(identity(trials[known]!.values));
    for (;;) {
      const values = request(place);
      if (values === "exhausted" || !taken.has(identity(values))) return values;
      place++;
    }
  };
  return {
    mayBegin: () => !exhausted && trials.length < (limits.trials ?? Infinity),
    next: (): Assignment | undefined => {
      const values = kind === "grid" ? nextOfGrid() : request(trials.length);
      if (values !== "exhausted") return values;
      exhausted = true;
      return undefined;
    },
  };
}

/** The same text for the same values, in whichever order the file has the parameters. */
const identity = (values: Assignment): string => JSON.stringify(Object.entries(values).sort());
