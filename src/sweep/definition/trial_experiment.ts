/** The experiment of one trial: the sweep's, with the trial's values set. */
import { Result } from "effect";
import type { Finding } from "../../config/findings.ts";
import { placeAt, toPlain } from "../../config/located.ts";
import { merge } from "../../config/merge.ts";
import { nestedValues } from "../../config/nested_values.ts";
import { absolutePaths } from "../../experiment/absolute_paths.ts";
import { resolveExperiment } from "../../experiment/decode_experiment.ts";
import type { ReadExperiment } from "../../experiment/read_experiment.ts";
import { type Experiment, ExperimentFile } from "../../experiment/schema.ts";
import type { Assignment } from "../space/space.ts";

/**
 * The experiment of `run` with every value of an assignment given by `--set`: the same merging, the
 * same checks, so the same run directory.
 */
export function trialExperiment(
  { source, gates }: ReadExperiment,
  values: Assignment,
): Result.Result<Experiment, readonly Finding[]> {
  const { located } = source;
  const over = nestedValues(values, located.place);
  const merged = over === undefined ? located : merge(located, over, ExperimentFile.ast);
  const plain = absolutePaths(
    toPlain(merged),
    (path) => [placeAt(located, path).source.directory],
  );
  return resolveExperiment(plain, ExperimentFile, { module: gates, mistakes: [] });
}
