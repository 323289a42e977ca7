/** A resolved experiment as YAML: what `check` prints and a run's config.yaml holds. */
import { basename } from "node:path";
import { Schema } from "effect";
import { stringify } from "yaml";
import { changeFiles } from "./change_files.ts";
import { relativePaths } from "./relative_paths.ts";
import { Experiment } from "./schema.ts";

/** YAML text that decodes to an equal experiment; every key is written. */
export function formatExperiment(experiment: Experiment): string {
  return format(encodeExperiment(experiment));
}

/**
 * The same for the `config.yaml` of a run: its paths hold when run and files are moved together.
 */
export function formatRunConfig(experiment: Experiment, directory: string): string {
  return format(relativePaths(encodeExperiment(experiment), directory));
}

/** The same for others to read: of files only their names, since where they lie is private. */
export function formatForOthers(experiment: Experiment): string {
  return format(changeFiles(encodeExperiment(experiment), (file) => basename(file)));
}

const format = (plain: unknown): string => stringify(plain, { lineWidth: 100, version: "1.2" });

/**
 * The plain value that an experiment is written as; strict, so that a union takes the right branch.
 */
export function encodeExperiment(experiment: Experiment): typeof Experiment.Encoded {
  const known = encoded.get(experiment);
  if (known !== undefined) return known;
  const plain = encode(experiment);
  encoded.set(experiment, plain);
  return plain;
}

const encode = Schema.encodeSync(Experiment, { onExcessProperty: "error" });
/** Experiments never change. */
const encoded = new WeakMap<Experiment, typeof Experiment.Encoded>();
