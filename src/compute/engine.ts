/**
 * What runs a model: forward and backward gates over a batch, then the update. There are two
 * engines: the float64 reference (plain TypeScript, one thread) and the float32 plan on the worker
 * pool. Both start from the same weights and use the same dropout masks.
 */
import { Context, type Effect } from "effect";
import type { Batch } from "../text/batch/batch.ts";
import type { RunError } from "../base/errors.ts";
import type { Values } from "../model/model.ts";
import type { Clip } from "./optimizer/clip.ts";
import type { Optimizer } from "./optimizer/optimizer.ts";

/** What both engines are made with, beside a model and its weights. */
export interface EngineOptions {
  readonly optimizer: Optimizer;
  readonly clip: Clip;
  /** What is minimized: the mean over the batch's tokens, or over its sentences of the sum of theirs. */
  readonly loss: "token-mean" | "sentence-sum" | "window-sum";
  /** Of the dropout masks. */
  readonly seed: number;
}

export interface StepSettings {
  /** Number of the step from 0: the position of the dropout masks, the time of Adam's moments. */
  readonly step: number;
  readonly learningRate: number;
  /** Whether the gradient and its norm must be known afterwards, which costs a pass over it; true if absent. */
  readonly norm?: boolean;
}

export interface StepReport {
  /** Sum over the batch's tokens of the cross-entropy, in nats. */
  readonly loss: number;
  readonly tokens: number;
  /** Norm of the gradient of what is minimized, over all parameters, before clipping; where it was asked for. */
  readonly gradientNorm?: number;
}

export interface EvaluationReport {
  /** Cross-entropy of each row, summed over its tokens, in nats, in the batch's row order. */
  readonly rowLosses: Float64Array;
  /** Cross-entropy of each token in nats, at its place in the batch's targets. */
  readonly tokenLosses: Float64Array;
  readonly tokens: number;
}

/** The state that a carried batch starts from: layer by layer, state by state, rows × size. */
export type CarriedState = ReadonlyArray<ReadonlyArray<Float64Array>>;

export class Engine extends Context.Service<Engine, {
  /** Forward, backward, clip and update on one batch. */
  readonly train: (batch: Batch, settings: StepSettings) => Effect.Effect<StepReport, RunError>;
  /**
   * Submits a step, which may start as soon as the previous one is over, and returns an effect that
   * waits for its report. Reports must be awaited in order. One step may be submitted ahead, and
   * nothing else may be asked of the engine meanwhile.
   */
  readonly submit: (
    batch: Batch,
    settings: StepSettings,
  ) => Effect.Effect<Effect.Effect<StepReport, RunError>, RunError>;
  /** Forward only, without dropout. */
  readonly evaluate: (batch: Batch) => Effect.Effect<EvaluationReport, RunError>;
  /** Copies of the weights, and of the optimizer's slots by name. */
  readonly weights: Effect.Effect<Values>;
  readonly setWeights: (values: Values) => Effect.Effect<void>;
  readonly slots: Effect.Effect<ReadonlyMap<string, Values>>;
  readonly setSlots: (slots: ReadonlyMap<string, Values>) => Effect.Effect<void>;
  /**
   * Gradient of the last trained batch before clipping (of the loss that is configured),
   * where that step was asked for the norm; for checks and tests.
   */
  readonly gradient: Effect.Effect<Values>;
  /** The hidden state after the last batch; set it to continue from it (undefined: zeros). */
  readonly carried: Effect.Effect<CarriedState | undefined>;
  readonly setCarried: (state: CarriedState | undefined) => Effect.Effect<void>;
}>()("unroll/compute/Engine") {}
