/**
 * The metrics of a run: training losses gathered between reports, evaluations as they come, every
 * line to every sink. The lines of a run that was interrupted and resumed are those of one that
 * was not, speeds apart.
 */
import { Clock, Context, Effect, Layer, type Scope } from "effect";
import type { Every } from "../../config/every.ts";
import type { InputError, RunError } from "../../base/errors.ts";
import { consoleSink } from "./console_sink.ts";
import { type JsonlSink, nothingWritten, openJsonlSink } from "./jsonl_sink.ts";
import { type MetricsLine, metricsLine, rollbackLine, type RolledBack } from "./metrics_line.ts";
import { initialMetrics, type MetricsState } from "./metrics_state.ts";
import { progressSink } from "./progress_sink.ts";
import type { MetricsConfig } from "./schema.ts";
import { Screen } from "../../base/terminal/screen.ts";
import type { Sink, Totals } from "./sink.ts";

/** What one training step tells. */
export interface TrainingReport {
  /** Steps done, this one included. */
  readonly step: number;
  /** From 0, as batches count. */
  readonly epoch: number;
  /** Whether it was the last step of its epoch. */
  readonly epochEnd: boolean;
  /** Sum over the step's tokens, in nats. */
  readonly loss: number;
  readonly tokens: number;
  /** Undefined where it was not measured; a step that a line is due after has it. */
  readonly gradientNorm: number | undefined;
  readonly learningRate: number;
}

/** What an evaluation tells. */
export interface EvaluationLine {
  readonly step: number;
  /** Epoch from 0 of the last step. */
  readonly epoch: number;
  readonly split: MetricsLine["split"];
  /** Nats a token. */
  readonly loss: number;
  readonly note?: string;
}

export interface MetricsOptions {
  readonly config: MetricsConfig;
  /** Path of `metrics.jsonl`. */
  readonly file: string;
  readonly totals: Totals;
  /** Of the checkpoint that training goes on from; undefined starts afresh, with an empty file. */
  readonly state: MetricsState | undefined;
}

export class Metrics extends Context.Service<Metrics, {
  /** Takes in a training step; writes a line where `every` says so. */
  readonly trained: (report: TrainingReport) => Effect.Effect<void, RunError>;
  /** Writes the line of an evaluation. The time since the last step doesn't count as training. */
  readonly evaluated: (report: EvaluationLine) => Effect.Effect<void, RunError>;
  /**
   * Writes a line of the training steps that no line tells of yet. For the end of a run, and not
   * for an interruption: a run that is resumed writes that line when it is due.
   */
  readonly finish: Effect.Effect<void, RunError>;
  /** Flushes the file to the device and answers what a checkpoint needs to go on from here. */
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
}>()("unroll/training/Metrics") {
  /** Metrics to the sinks of the config; sinks are closed with the scope. */
  static readonly layer = (
    options: MetricsOptions,
  ): Layer.Layer<Metrics, InputError | RunError> => Layer.effect(Metrics, makeMetrics(options));
}

const makeMetrics = Effect.fnUntraced(function* (
  { config, file, totals, state }: MetricsOptions,
): Effect.fn.Return<Metrics["Service"], InputError | RunError, Scope.Scope> {
  const clock = yield* Clock.Clock;
  const seconds = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e9;
  const screen = yield* Screen;
  const sinks: Sink[] = [];
  let jsonl: JsonlSink | undefined;
  if (config.sinks.includes("jsonl")) {
    jsonl = yield* openJsonlSink(file, state ?? nothingWritten);
    sinks.push(jsonl);
  }
  if (config.sinks.includes("console")) {
    sinks.push(screen.live ? progressSink(screen, totals, seconds) : consoleSink(screen, totals));
  }
  yield* Effect.addFinalizer(() => Effect.forEach(sinks, (sink) => sink.close));
  return gather(config.every, sinks, jsonl, state ?? initialMetrics, seconds);
});

function gather(
  every: Every,
  sinks: readonly Sink[],
  jsonl: JsonlSink | undefined,
  initial: MetricsState,
  seconds: () => number,
): Metrics["Service"] {
  let { tokens, pending } = initial;
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
      return isDue(every, next) ? report : Effect.void;
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

function isDue({ count, unit }: Every, { step, epoch, epochEnd }: TrainingReport): boolean {
  return unit === "steps" ? step % count === 0 : epochEnd && (epoch + 1) % count === 0;
}
