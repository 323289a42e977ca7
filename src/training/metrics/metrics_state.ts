import { Schema } from "effect";

/** Training steps that no line reports yet. */
export const PendingMetrics = Schema.Struct({
  /** Loss in nats, summed over tokens in the order of the steps. */
  loss: Schema.Finite,
  tokens: Schema.Natural,
  /** Of the last of these steps. */
  step: Schema.Natural,
  epoch: Schema.Natural,
  gradientNorm: Schema.NullOr(Schema.Finite),
  learningRate: Schema.Finite,
});
export type PendingMetrics = typeof PendingMetrics.Type;

/**
 * What the metrics resume from after a checkpoint: their length, and the steps that no line reports
 * yet.
 */
export const MetricsState = Schema.Struct({
  /** Length of `metrics.jsonl` in bytes: what follows belongs to steps that will be repeated. */
  bytes: Schema.Natural,
  /** SHA-256 of those bytes in hexadecimal digits; none where no file is written. */
  sha256: Schema.optionalKey(Schema.String),
  /** Tokens predicted in training so far. */
  tokens: Schema.Natural,
  pending: Schema.NullOr(PendingMetrics),
});
export type MetricsState = typeof MetricsState.Type;

/** Before the first step. */
export const initialMetrics: MetricsState = { bytes: 0, tokens: 0, pending: null };
