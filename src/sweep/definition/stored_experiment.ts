/** An experiment as a sweep's ledger holds it: self-contained, for machines without its files. */
import { resolve } from "node:path";
import { Effect, Result } from "effect";
import { placeAt, toPlain } from "../../config/located.ts";
import { mistakesError } from "../../config/mistake.ts";
import type { Place } from "../../config/place.ts";
import { readYaml } from "../../config/read_yaml.ts";
import type { InputError } from "../../base/errors.ts";
import { absolutePaths } from "../../experiment/absolute_paths.ts";
import { relativePaths } from "../../experiment/relative_paths.ts";
import { resolveExperiment } from "../../experiment/decode_experiment.ts";
import { loadGates } from "../../experiment/load_gates.ts";
import { findingsError, type ReadExperiment } from "../../experiment/read_experiment.ts";
import { ExperimentFile } from "../../experiment/schema.ts";

/** All that the experiment's files say, with paths that start from the folder of runs. */
export const storeExperiment = ({ source: { located } }: ReadExperiment, runs: string): unknown =>
  relativePaths(
    absolutePaths(toPlain(located), (path) => [placeAt(located, path).source.directory]),
    runs,
  );

/**
 * Reads it back. Its paths start from the folder of runs here or, where nothing is there, from that
 * of the sweep's head. Fails if its file of gates may not be run, or is not the one that the sweep
 * was begun with.
 */
export const readStoredExperiment = Effect.fnUntraced(function* (
  stored: unknown,
  options: {
    readonly sweep: string;
    readonly allowCode: boolean;
    readonly gatesHash: string | null;
    readonly runs: string;
    /** Absolute path of the head's folder of runs. */
    readonly headRuns: string | undefined;
  },
): Effect.fn.Return<ReadExperiment, InputError> {
  const { sweep, allowCode, gatesHash, runs, headRuns } = options;
  const label = `sweep ${sweep}`;
  const place: Place = {
    source: { order: 0, label, directory: "/", isFile: false },
    line: 1,
    column: 1,
  };
  const elsewhere = headRuns === undefined ? [] : [headRuns];
  const plain = absolutePaths(stored, () => [resolve(runs), ...elsewhere]);
  // JSON is YAML.
  const located = readYaml(JSON.stringify(plain), place.source);
  if (Result.isFailure(located)) return yield* mistakesError(located.failure);
  const source = { located: located.success, files: [] };
  const gates = yield* loadGates(plain, {
    allowCode,
    expected: { sha256: gatesHash ?? undefined, run: label },
  });
  const experiment = resolveExperiment(plain, ExperimentFile, gates);
  if (Result.isFailure(experiment)) return yield* findingsError(experiment.failure, source);
  return { experiment: experiment.success, source, gates: gates.module };
});
