/** A short hash of what defines an experiment: the second part of a run directory's name. */
import { Predicate } from "effect";
import { sha256 } from "../base/files/sha256.ts";
import { encodeExperiment } from "./format_experiment.ts";
import type { Experiment } from "./schema.ts";

/**
 * Hexadecimal digits of the SHA-256 over the canonical JSON of what defines an experiment: its
 * resolved config without `name`, `metrics`, `checkpoint.keep` and `engine.workers`, which change
 * no result. Of the corpus its bytes count and not where they lie, so `npm`, `files`, `path` and
 * the names of split files are left out.
 *
 * @param corpusHash hash of the corpus's bytes
 * @param digits length of the result, 1 to 64
 * @param gatesHash hash of the bytes of the file of gates, which counts instead of its path
 */
export function experimentHash(
  experiment: Experiment,
  corpusHash: string,
  digits = 8,
  gatesHash?: string,
): string {
  const {
    name: _name,
    metrics: _metrics,
    gates: _gates,
    corpus,
    checkpoint,
    engine,
    ...rest
  } = encodeExperiment(
    experiment,
  );
  const { npm: _npm, files: _files, path: _path, split, ...reading } = corpus;
  const { keep: _keep, ...saving } = checkpoint ?? {};
  const { workers: _workers, ...computing } = engine ?? {};
  const kept = split !== undefined && "files" in split
    ? { files: Object.keys(split.files) }
    : split;
  const defining = {
    ...rest,
    corpus: { ...reading, split: kept, hash: corpusHash },
    checkpoint: saving,
    engine: computing,
    ...(gatesHash === undefined ? {} : { gates: gatesHash }),
  };
  return sha256(canonicalJson(defining)).slice(0, digits);
}

/** JSON without spaces and with the keys of every map sorted by code unit. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, inner: unknown) =>
      Predicate.isObject(inner)
        ? Object.fromEntries(
          Object.entries(inner).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0),
        )
        : inner,
  );
}
