/** Values of a sweep's space that are valid alone but not together. */
import { Result } from "effect";
import { quote } from "../../config/expectation.ts";
import type { Finding } from "../../config/findings.ts";
import { inWords } from "../../config/wording.ts";
import type { ReadExperiment } from "../../experiment/read_experiment.ts";
import { gridAssignments, gridSize, gridValues } from "../samplers/grid.ts";
import { sampleRandom } from "../samplers/random_search.ts";
import type { Assignment, Space } from "../space/space.ts";
import { trialExperiment } from "./trial_experiment.ts";

/** Combinations that are tried; a larger space is tried at as many random ones. */
const combinations = 256;

/**
 * Values that are right by themselves but do not go together, once for each key that they break.
 */
export function combinationMistakes(space: Space, experiment: ReadExperiment): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const values of triedCombinations(space)) {
    const result = trialExperiment(experiment, values);
    if (Result.isSuccess(result)) continue;
    for (const finding of result.failure) {
      const named = finding.path.join(".");
      if (found.has(named)) continue;
      const guilty = guiltyValues(named, values, experiment);
      const blamed = guilty.includes(named) ? named : guilty.at(-1)!;
      const others = guilty.filter((path) => path !== blamed || path !== named)
        .map((path) => `${path} ${quote(values[path])}`);
      const prefix = blamed === named ? "" : `${named}: `;
      const suffix = others.length === 0 ? "" : `, with ${others.join(" and ")}`;
      found.set(named, {
        path: ["space", blamed],
        what: "key",
        message: `${prefix}${inWords(finding.message)}${suffix}`,
      });
    }
  }
  return [...found.values()];
}

function triedCombinations(space: Space): Iterable<Assignment> {
  const finite = space.every((parameter) => gridValues(parameter) !== undefined);
  if (finite && gridSize(space, combinations) <= combinations) return gridAssignments(space);
  return Array.from(
    { length: combinations },
    (_, trial) => sampleRandom({ space, seed: 0, goal: "minimize", trial, history: [] }),
  ).filter((values) => values !== "exhausted");
}

/** The parameters without which the mistake at a key path would be gone; all where none is. */
function guiltyValues(
  named: string,
  values: Assignment,
  experiment: ReadExperiment,
): readonly string[] {
  const breaks = (others: Assignment) => {
    const result = trialExperiment(experiment, others);
    return Result.isFailure(result) && result.failure.some(({ path }) => path.join(".") === named);
  };
  const paths = Object.keys(values);
  const guilty = paths.filter((path) =>
    !breaks(Object.fromEntries(Object.entries(values).filter(([other]) => other !== path)))
  );
  return guilty.length > 0 ? guilty : paths;
}
