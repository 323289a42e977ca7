/** A short hash of what defines an experiment: the second part of a run directory's name. */
import { Predicate } from "effect";
import { sha256 } from "../base/files/sha256.ts";
import { encodeExperiment } from "./format_experiment.ts";
import type { Experiment } from "./schema.ts";

/** What counts of the files that an experiment names. */
export interface DefiningHashes {
  /** Of the corpus's bytes. */
  readonly corpus: string;
  /** Of the bytes of the file of gates, if there is one. */
  readonly gates?: string | undefined;
  /** Of the weights' bytes and of the vocabulary that training starts from, if it does. */
  readonly from?: { readonly weights: string; readonly vocabulary: string } | undefined;
  /** Of the tokens and merges, where a file has them. */
  readonly tokenizer?: string | undefined;
}

/**
 * Hexadecimal digits of the SHA-256 over the canonical JSON of what defines an experiment: its
 * resolved config without `name`, `metrics`, `checkpoint.keep` and `engine.workers`, which change
 * no result. Of its files the bytes count and not where they lie, so `npm`, `files`, `path`, the
 * names of split files, `gates`,
 * `tokenizer.file` and the paths under `from` are left out.
 *
 * @param digits length of the result, 1 to 64
 */
export function experimentHash(
  experiment: Experiment,
  hashes: DefiningHashes,
  digits = 8,
): string {
  const {
    name: _name,
    metrics: _metrics,
    gates: _gates,
    from,
    corpus,
    tokenizer,
    checkpoint,
    engine,
    ...rest
  } = encodeExperiment(
    experiment,
  );
  const { npm: _npm, files: _files, path: _path, split, ...reading } = corpus;
  const { keep: _keep, ...saving } = checkpoint ?? {};
  const { workers: _workers, ...computing } = engine ?? {};
  const cutting = hashes.tokenizer === undefined
    ? tokenizer
    : { kind: tokenizer?.kind, hash: hashes.tokenizer };
  const kept = split !== undefined && "files" in split
    ? { files: Object.keys(split.files) }
    : split;
  const defining = {
    ...rest,
    tokenizer: cutting,
    corpus: { ...reading, split: kept, hash: hashes.corpus },
    checkpoint: saving,
    engine: computing,
    ...(hashes.gates === undefined ? {} : { gates: hashes.gates }),
    ...(from === undefined ? {} : {
      from: {
        weights: hashes.from?.weights,
        vocabulary: hashes.from?.vocabulary,
        isExtended: from.vocabulary === "extend",
      },
    }),
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
