/** The experiment of one trial: the sweep's, with the trial's values set. */
import { Result } from "effect";
import type { Finding } from "../../config/findings.ts";
import { type Located, type LocatedEntry, placeAt, toPlain } from "../../config/located.ts";
import { merge } from "../../config/merge.ts";
import type { Place } from "../../config/place.ts";
import { absolutePaths } from "../../experiment/absolute_paths.ts";
import { resolveExperiment } from "../../experiment/decode_experiment.ts";
import type { ReadExperiment } from "../../experiment/read_experiment.ts";
import { type Experiment, ExperimentFile } from "../../experiment/schema.ts";
import type { Assignment, Scalar } from "../space/space.ts";

/**
 * The experiment of `run` with every value of an assignment given by `--set`: the same merging, the
 * same checks, so the same run directory.
 */
export function trialExperiment(
  { source, gates }: ReadExperiment,
  values: Assignment,
): Result.Result<Experiment, readonly Finding[]> {
  const { located } = source;
  const over = Object.entries(values)
    .map(([path, value]) => nested(path.split("."), value, located.place))
    .reduce<Located | undefined>(
      (below, above) => below === undefined ? above : merge(below, above, undefined),
      undefined,
    );
  const merged = over === undefined ? located : merge(located, over, ExperimentFile.ast);
  const plain = absolutePaths(
    toPlain(merged),
    (path) => [placeAt(located, path).source.directory],
  );
  return resolveExperiment(plain, ExperimentFile, { module: gates, mistakes: [] });
}

/** A value inside the maps of its key path. */
function nested(keys: readonly string[], value: Scalar, place: Place): Located {
  return keys.reduceRight<Located>((inner, key) => ({
    kind: "map",
    place,
    entries: new Map<string, LocatedEntry>([[key, { key: place, value: inner }]]),
  }), { kind: "scalar", place, value });
}
