import { Schema, Stream } from "effect";
import { type InputError, RefusedExperiment } from "../../base/errors.ts";
import type { TokenPart } from "../tokens/token_part.ts";
import type { Batch } from "./batch.ts";
import { contiguousBatchCount, contiguousBatches } from "./contiguous_batches.ts";
import type { BatchConfig } from "./schema.ts";
import { sentenceBatchCount, sentenceBatches } from "./sentence_batches.ts";

/** A part that is too small for a batch. */
class NoBatch extends RefusedExperiment.extend<NoBatch>("NoBatch")({
  _tag: Schema.tag("NoBatch"),
  kind: Schema.Literals(["sentences", "contiguous"]),
  size: Schema.Number,
  tokens: Schema.Number,
}) {
  override get message(): string {
    const { kind, size, tokens } = this;
    return kind === "contiguous"
      ? `batch.size: ${size} parallel streams need at least ${size + 1} tokens, got ${tokens}`
      : "batch: Expected at least one sentence, got none";
  }
}

export interface EpochPosition {
  /** Epoch from 0. */
  readonly epoch: number;
  /** The batch to begin at; those before it are not made. */
  readonly first: number;
  readonly seed: number;
}

/** Batches in an epoch of a part, the last perhaps short; 0 where the part is too small for one. */
export function batchCount(part: TokenPart, config: BatchConfig): number {
  return config.kind === "sentences"
    ? sentenceBatchCount(part, config.size)
    : contiguousBatchCount(part, config);
}

/** The training batches of an epoch from a position on, as a plain generator. */
export function trainingBatches(
  part: TokenPart,
  config: BatchConfig,
  position: EpochPosition,
): Generator<Batch> {
  if (config.kind === "contiguous") {
    return contiguousBatches(part, config, position.epoch, position.first);
  }
  const seed = config.shuffle ? position.seed : undefined;
  return sentenceBatches(part, { size: config.size, seed }, position.epoch, position.first);
}

/** All batches of a part in the order of the text: for evaluation. */
export function evaluationBatches(part: TokenPart, config: BatchConfig): Generator<Batch> {
  return config.kind === "contiguous"
    ? contiguousBatches(part, config, 0, 0)
    : sentenceBatches(part, { size: config.size, seed: undefined }, 0, 0);
}

/** {@link trainingBatches} as a stream, one batch an element, made when it is asked for. */
export function trainingStream(
  part: TokenPart,
  config: BatchConfig,
  position: EpochPosition,
): Stream.Stream<Batch, InputError> {
  return batchStream(part, config, () => trainingBatches(part, config, position));
}

/** {@link evaluationBatches} as a stream. */
export function evaluationStream(
  part: TokenPart,
  config: BatchConfig,
): Stream.Stream<Batch, InputError> {
  return batchStream(part, config, () => evaluationBatches(part, config));
}

function batchStream(
  part: TokenPart,
  config: BatchConfig,
  batches: () => Generator<Batch>,
): Stream.Stream<Batch, InputError> {
  if (batchCount(part, config) > 0) {
    return Stream.suspend(() => Stream.fromIterable(batches(), { chunkSize: 1 }));
  }
  const { kind, size } = config;
  return Stream.fail(new NoBatch({ kind, size, tokens: part.tokens.length }));
}
