/**
 * The manifest of a run: what defines it, what computed it, how it ended, and which checkpoints it
 * has. It is the only authority on a run directory: what it does not list does not exist.
 */
import * as path from "node:path";
import { Effect, Predicate, Schema } from "effect";
import { InputError, type RunError } from "../base/errors.ts";
import { writeFile } from "../base/files/atomic_write.ts";
import { isThere } from "../base/files/is_there.ts";
import { readTextInside } from "../base/files/read_inside.ts";
import {
  EngineRecord,
  Environment,
  PackageVersions,
  RuntimeRecord,
  Sha256,
} from "./environment_record.ts";
import { describeSchemaError } from "../base/schema_error.ts";

export const manifestFile = "manifest.json";
const maximumBytes = 16 * 1024 * 1024;

/** Number of the manifest's own format; another one is refused rather than guessed at. */
export const format = 1;

const Time = Schema.String.check(
  Schema.isPattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, { expected: "a time in UTC" }),
);

/** `step-` and the number of steps done, eight digits or more, so that names sort as steps do. */
export const CheckpointName = Schema.String.check(
  Schema.isPattern(/^step-\d{8,16}$/, { expected: "a checkpoint's name" }),
);

/** A file of a checkpoint as it was written. */
const CheckpointFile = Schema.Struct({ bytes: Schema.Natural, sha256: Sha256 });

export const CheckpointEntry = Schema.Struct({
  name: CheckpointName,
  step: Schema.Natural,
  /** The watched loss when it was written, null where none was measured. */
  metric: Schema.NullOr(Schema.Finite),
  files: Schema.Struct({
    "model.safetensors": CheckpointFile,
    "optimizer.safetensors": CheckpointFile,
    "carried.safetensors": Schema.optionalKey(CheckpointFile),
    "state.json": CheckpointFile,
  }),
});
export type CheckpointEntry = typeof CheckpointEntry.Type;

/** How the run stands; `message` says why where it failed or was interrupted. */
export const Outcome = Schema.Struct({
  /** `paused` runs are resumed by their sweep, or by `resume`. */
  status: Schema.Literals(["running", "finished", "paused", "interrupted", "failed"]),
  message: Schema.optionalKey(Schema.String),
  /** Steps and whole epochs done. */
  steps: Schema.Natural,
  epochs: Schema.Natural,
  /** The lowest watched loss, null before one was measured. */
  best: Schema.NullOr(Schema.Finite),
});
export type Outcome = typeof Outcome.Type;

/** A part of the corpus, counted over the tokens that are predicted. */
const PartSize = Schema.Struct({
  tokens: Schema.Natural,
  /** Those of them that stand for a word outside the vocabulary. */
  unknown: Schema.Natural,
  /** Absent where the part is one long text. */
  sentences: Schema.optionalKey(Schema.Natural),
});
export type PartSize = typeof PartSize.Type;

/** How large the model and its corpus are. */
const RunSizes = Schema.Struct({
  parameters: Schema.Natural,
  vocabulary: Schema.Natural,
  bytes: Schema.Natural,
  documents: Schema.Natural,
  /** Sentences that were cut into several. */
  cut: Schema.Natural,
  train: PartSize,
  valid: Schema.optionalKey(PartSize),
  test: Schema.optionalKey(PartSize),
});
export type RunSizes = typeof RunSizes.Type;

export const Manifest = Schema.Struct({
  format: Schema.Literal(format),
  name: Schema.NonEmptyString,
  /** The hash of everything that defines the run; its directory's name has the first 8 digits. */
  hash: Schema.String.check(Schema.isPattern(/^[0-9a-f]{8,64}$/, { expected: "a hash" })),
  hashes: Schema.Struct({
    config: Sha256,
    corpus: Sha256,
    vocabulary: Sha256,
    code: Sha256,
    /** The file of gates that the config names. */
    gates: Schema.optionalKey(Sha256),
  }),
  /** The model that its training started from. */
  from: Schema.optionalKey(Schema.Struct({
    /** Absolute path of the run, or of the file of weights, at the start. */
    path: Schema.String,
    /** Checkpoint of that run. */
    checkpoint: Schema.optionalKey(CheckpointName),
    /** Of the weights' bytes, and of the vocabulary. */
    weights: Sha256,
    vocabulary: Sha256,
    /** Number of its tokens: the first ones of this run's vocabulary. Later ones began fresh. */
    words: Schema.Natural,
    /** Names of the tensors that were taken, and of those that were not. */
    taken: Schema.Array(Schema.String),
    left: Schema.Array(Schema.String),
  })),
  /**
   * Version of the rules by which its text became tokens, see `tokenizer/preparation.ts`; 1 where
   * absent.
   */
  preparation: Schema.optionalKey(Schema.Literals([1, 2, 3])),
  seed: Schema.Int,
  /** For people, like the baselines; older manifests have neither. */
  sizes: Schema.optionalKey(RunSizes),
  /** Losses of n-gram models on the validation part, in nats per token; from its first evaluation. */
  baselines: Schema.optionalKey(
    Schema.Struct({ unigram: Schema.Finite, bigram: Schema.Finite }),
  ),
  engine: EngineRecord,
  runtime: RuntimeRecord,
  packages: PackageVersions,
  command: Schema.Array(Schema.String),
  /** Absolute path of its directory at the start: paths in the config were relative to it. */
  directory: Schema.optionalKey(Schema.String),
  started: Time,
  /** Each time the run was resumed: from which step, and what computed it from there. */
  resumed: Schema.Array(Schema.Struct({
    at: Time,
    step: Schema.Natural,
    environment: Schema.optionalKey(Environment),
  })),
  ended: Schema.NullOr(Time),
  outcome: Outcome,
  /** In the order of their steps. */
  checkpoints: Schema.Array(CheckpointEntry),
  best: Schema.NullOr(CheckpointName),
  last: Schema.NullOr(CheckpointName),
});
export type Manifest = typeof Manifest.Type;

const decode = Schema.decodeUnknownEffect(Manifest);

/** Longest manifest whose mistakes are all listed: a longer one can have millions. */
const everyMistakeWithin = 1 << 16;

/** Whether a directory is that of a run: nothing counts in one before there is a manifest. */
export const hasManifest = (directory: string): Effect.Effect<boolean, InputError> =>
  isThere(path.join(directory, manifestFile));

/** Reads and checks a run directory's manifest. */
export const readManifest = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<Manifest, InputError> {
  const file = path.join(directory, manifestFile);
  const text = yield* readTextInside(directory, manifestFile, maximumBytes);
  const json = yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: () => new WrongManifest({ file, fault: { kind: "not JSON" } }),
  });
  if (Predicate.hasProperty(json, "format") && json.format !== format) {
    const found = typeof json.format === "number" ? json.format : undefined;
    return yield* new WrongManifest({ file, fault: { kind: "other format", found } });
  }
  const errors = text.length <= everyMistakeWithin ? "all" : "first";
  return yield* decode(json, { errors }).pipe(
    Effect.mapError((cause) => new WrongManifest({ file, fault: { kind: "mistakes", cause } })),
  );
});

/** A file in a manifest's place that is none, or that another version of Unroll wrote. */
export class WrongManifest extends InputError.extend<WrongManifest>("WrongManifest")({
  _tag: Schema.tag("WrongManifest"),
  file: Schema.String,
  fault: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("not JSON") }),
    /** Undefined where it is no number. */
    Schema.Struct({
      kind: Schema.Literal("other format"),
      found: Schema.UndefinedOr(Schema.Number),
    }),
    Schema.Struct({
      kind: Schema.Literal("mistakes"),
      cause: Schema.instanceOf(Schema.SchemaError),
    }),
  ]),
}) {
  override get message(): string {
    return describeFault(this);
  }
}

/** What is wrong with the file, in words. */
function describeFault({ file, fault }: WrongManifest): string {
  switch (fault.kind) {
    case "not JSON":
      return `"${file}" is not JSON`;
    case "other format": {
      const found = fault.found === undefined ? "an unknown format" : `format ${fault.found}`;
      return `"${file}" has ${found}, this version of Unroll reads ${format}`;
    }
    case "mistakes":
      return `"${file}" is not a manifest: ${describeSchemaError(fault.cause)}`;
  }
}

/** Writes a run directory's manifest whole or not at all. */
export const writeManifest = (
  directory: string,
  manifest: Manifest,
): Effect.Effect<void, RunError> =>
  writeFile(path.join(directory, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
