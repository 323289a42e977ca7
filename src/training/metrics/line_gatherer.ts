/**
 * Lines of metrics from what a training tells: losses gathered between lines, evaluations as they
 * come. The lines of a run that was interrupted and resumed are those of one that was not, speeds
 * apart.
 */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { type JsonlSink, nothingWritten } from "./jsonl_sink.ts";
import { type MetricsLine, metricsLine, rollbackLine, type RolledBack } from "./metrics_line.ts";
import { initialMetrics, type MetricsState } from "./metrics_state.ts";
import type { Sink } from "./sink.ts";

/** The metrics of one training step. */
export interface TrainingReport {
  /** Steps done, this one included. */
  readonly step: number;
  /** From 0, as batches count. */
  readonly epoch: number;
  /** Sum over the step's tokens, in nats. */
  readonly loss: number;
  readonly tokens: number;
  /** Undefined where it was not measured; a step that a line is due after has it. */
  readonly gradientNorm: number | undefined;
  readonly learningRate: number;
  /** Whether a line of metrics is due after it. */
  readonly isLineDue: boolean;
}

/** The metrics of an evaluation. */
export interface EvaluationLine {
  readonly step: number;
  /** Epoch from 0 of the last step. */
  readonly epoch: number;
  readonly split: MetricsLine["split"];
  /** Nats per token. */
  readonly loss: number;
  readonly note?: string;
}

export interface LineGatherer {
  /** Takes in a training step; writes a line where one is due. */
  readonly trained: (report: TrainingReport) => Effect.Effect<void, RunError>;
  /** Writes the line of an evaluation. The time since the last step doesn't count as training. */
  readonly evaluated: (report: EvaluationLine) => Effect.Effect<void, RunError>;
  /**
   * Writes a line for the training steps that no line reports yet. Only for the end of a run, not
   * for an interruption: a resumed run writes that line when it is due.
   */
  readonly finish: Effect.Effect<void, RunError>;
  /** Flushes the file to the device and returns what a checkpoint needs to resume from here. */
  readonly checkpoint: Effect.Effect<MetricsState, RunError>;
  /** The time until now doesn't count as training; to be called before the first step too. */
  readonly pause: Effect.Effect<void>;
  /**
   * Takes back what was written after a checkpoint's state (undefined: all), as resuming from there
   * does, and writes the line that says so; those of rollbacks before stay. `epoch` counts from 0.
   */
  readonly rolledBack: (
    state: MetricsState | undefined,
    line: Omit<RolledBack, "tokens">,
  ) => Effect.Effect<void, RunError>;
}

export interface GathererOptions {
  /** Where lines go. */
  readonly sinks: readonly Sink[];
  /** The one of them that is a file which a checkpoint goes on from. */
  readonly jsonl: JsonlSink | undefined;
  readonly state: MetricsState;
  /** A clock that never goes back, in seconds. */
  readonly seconds: () => number;
}

export function lineGatherer({ sinks, jsonl, state, seconds }: GathererOptions): LineGatherer {
  let { tokens, pending } = state;
  // Of this process since the last line: a checkpoint holds no times.
  let timed = { tokens: 0, seconds: 0 };
  let mark = seconds();

  const write = (line: MetricsLine) =>
    Effect.forEach(sinks, (sink) => sink.write(line), { discard: true });
  const pause = Effect.sync(() => void (mark = seconds()));

  const report = Effect.suspend(() => {
    if (pending === null) return Effect.void;
    const { step, epoch, gradientNorm, learningRate } = pending;
    const line = metricsLine({
      step,
      epoch: epoch + 1,
      tokens,
      split: "train",
      loss: pending.loss / pending.tokens,
      ...gradientNorm === null ? {} : { gradientNorm },
      learningRate,
      ...timed.seconds > 0 ? { tokensPerSecond: Math.round(timed.tokens / timed.seconds) } : {},
    });
    pending = null;
    timed = { tokens: 0, seconds: 0 };
    return write(line);
  });

  const trained = (next: TrainingReport) =>
    Effect.suspend(() => {
      const now = seconds();
      timed = {
        tokens: timed.tokens + next.tokens,
        seconds: timed.seconds + Math.max(0, now - mark),
      };
      mark = now;
      tokens += next.tokens;
      const { step, epoch, gradientNorm, learningRate } = next;
      pending = {
        loss: (pending?.loss ?? 0) + next.loss,
        tokens: (pending?.tokens ?? 0) + next.tokens,
        step,
        epoch,
        gradientNorm: gradientNorm ?? null,
        learningRate,
      };
      for (const sink of sinks) {
        sink.tick?.({ step, epoch: epoch + 1, loss: next.loss / next.tokens });
      }
      return next.isLineDue ? report : Effect.void;
    });

  const evaluated = ({ epoch, ...evaluation }: EvaluationLine) =>
    Effect.suspend(() => write(metricsLine({ ...evaluation, epoch: epoch + 1, tokens }))).pipe(
      Effect.andThen(pause),
    );

  const checkpoint = Effect.gen(function* () {
    const written = jsonl === undefined ? nothingWritten : yield* jsonl.flush;
    return { ...written, tokens, pending };
  });

  const rolledBack = (
    { bytes, ...state }: MetricsState = initialMetrics,
    line: Omit<RolledBack, "tokens">,
  ) =>
    Effect.suspend(() => {
      ({ tokens, pending } = state);
      timed = { tokens: 0, seconds: 0 };
      return jsonl === undefined ? Effect.void : jsonl.takeBack(bytes);
    }).pipe(
      Effect.andThen(() => write(rollbackLine({ ...line, epoch: line.epoch + 1, tokens }))),
      Effect.andThen(pause),
    );

  return { trained, evaluated, finish: report, checkpoint, pause, rolledBack };
}
