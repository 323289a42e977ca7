/** The metrics of a run: lines for all its sinks. */
import { dirname } from "node:path";
import { Clock, Context, Effect, Layer, LogLevel, type Scope } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import { consoleSink } from "./console_sink.ts";
import { type JsonlSink, openJsonlSink } from "./jsonl_sink.ts";
import { type LineGatherer, lineGatherer } from "./line_gatherer.ts";
import { initialMetrics, type MetricsState } from "./metrics_state.ts";
import { progressSink } from "./progress_sink.ts";
import type { MetricsConfig } from "./schema.ts";
import { Screen } from "../../base/terminal/screen.ts";
import type { Sink, Totals } from "./sink.ts";
import { openTensorboardSink } from "./tensorboard_sink.ts";

export interface MetricsOptions {
  readonly sinks: MetricsConfig["sinks"];
  /** Path of `metrics.jsonl`. */
  readonly file: string;
  readonly totals: Totals;
  /** Of the checkpoint from which training resumes; undefined starts with an empty file. */
  readonly state: MetricsState | undefined;
}

export class Metrics extends Context.Service<Metrics, LineGatherer>()("unroll/training/Metrics") {
  /** Metrics to the sinks of the config; sinks are closed with the scope. */
  static readonly layer = (
    options: MetricsOptions,
  ): Layer.Layer<Metrics, InputError | RunError> => Layer.effect(Metrics, makeMetrics(options));
}

const makeMetrics = Effect.fnUntraced(function* (
  { sinks: wanted, file, totals, state = initialMetrics }: MetricsOptions,
): Effect.fn.Return<Metrics["Service"], InputError | RunError, Scope.Scope> {
  const clock = yield* Clock.Clock;
  const seconds = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e9;
  const screen = yield* Screen;
  const sinks: Sink[] = [];
  let jsonl: JsonlSink | undefined;
  if (wanted.includes("jsonl")) {
    jsonl = yield* openJsonlSink(file, state);
    sinks.push(jsonl);
  }
  if (wanted.includes("tensorboard")) sinks.push(yield* openTensorboardSink(dirname(file)));
  if (wanted.includes("console") && (yield* LogLevel.isEnabled("Info"))) {
    sinks.push(screen.live ? progressSink(screen, totals, seconds) : consoleSink(screen, totals));
  }
  yield* Effect.addFinalizer(() => Effect.forEach(sinks, (sink) => sink.close));
  return lineGatherer({ sinks, jsonl, state, seconds });
});
