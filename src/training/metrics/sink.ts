import type { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import type { MetricsLine } from "./metrics_line.ts";

/** How far training is after a step, for what shows it live. */
export interface StepProgress {
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
  /** Mean loss of the step in nats per token. */
  readonly loss: number;
}

/** Where metrics go. */
export interface Sink {
  readonly write: (line: MetricsLine) => Effect.Effect<void, RunError>;
  /** Called after every step; it must be quick and must not fail. */
  readonly tick?: (tick: StepProgress) => void;
  readonly close: Effect.Effect<void>;
}

/** How long the whole training is, as far as it is known before. */
export interface Totals {
  readonly epochs: number;
  readonly steps: number;
}
