/** Evaluation: text → tokens → batches → forward gates → loss, perplexity, bits. */
import { Console, Effect, Schema, type Scope } from "effect";
import { predictedPart } from "../src/text/batch/predicted_part.ts";
import { describeFormat } from "../src/text/corpus/describe_format.ts";
import type { CorpusFormat } from "../src/text/sources/schema.ts";
import { type InputError, RunError } from "../src/base/errors.ts";
import { exp } from "../src/kernels/math.ts";
import { counted, formatMeasure, formatShare } from "../src/base/terminal/format_number.ts";
import { bits } from "../src/training/metrics/metrics_line.ts";
import { bitsOfText } from "../src/use/bits_of_text.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { loadRun } from "../src/use/load_run.ts";
import { checkMeasured, type Measured, measuredPart } from "../src/use/measured_part.ts";
import { measurePart } from "../src/trainer/loop/measure_part.ts";
import { engineLayer } from "../src/experiment/setup/open_engine.ts";
import { capacityFor } from "../src/trainer/job/training_job.ts";
import { countPredicted } from "../src/text/tokens/token_part.ts";

export interface EvaluateOptions extends RunFiles, Measured {
  readonly run: string;
}

/** How well a run's model predicts a text. */
export interface Evaluation {
  readonly run: string;
  readonly checkpoint: string;
  /** The part of the corpus, or the file. */
  readonly measured: string;
  /** How its documents were found. */
  readonly format: CorpusFormat;
  /**
   * Parallel streams that a long text was cut into, the state of each beginning afresh; null for
   * sentences.
   */
  readonly streams: number | null;
  /** Predicted tokens; what follows is over these. */
  readonly tokens: number;
  /** Share of the tokens that the vocabulary has. */
  readonly known: number;
  /** Nats per token. */
  readonly loss: number;
  readonly perplexity: number;
  readonly bitsPerToken: number;
  /** Both null where more than 1 % of the tokens are unknown, and `withheld` says so. */
  readonly bitsPerCharacter: number | null;
  readonly bitsPerByte: number | null;
  readonly withheld?: string;
}

export const evaluateRun = (
  options: EvaluateOptions,
): Effect.Effect<Evaluation, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { text, split } = options;
    yield* checkMeasured(options);
    const loaded = yield* loadRun(options.run, options);
    const { part, batch, format } = yield* measuredPart(loaded, options);
    const experiment = { ...loaded.experiment, batch };
    const { loss, tokens } = yield* measurePart(part, batch).pipe(
      Effect.provide(
        engineLayer({ ...loaded, experiment, capacity: capacityFor([part], experiment) }),
      ),
    );
    if (!Number.isFinite(loss)) return yield* new OverflowingLoss({ loss });
    const counts = countPredicted(predictedPart(part, batch), loaded.vocabulary.unknown);
    return {
      run: options.run,
      checkpoint: loaded.checkpoint,
      measured: text ?? split ?? "test",
      format,
      streams: batch.kind === "contiguous" ? batch.size : null,
      tokens,
      known: 1 - counts.unknown / counts.tokens,
      loss,
      perplexity: exp(loss),
      bitsPerToken: bits(loss),
      ...bitsOfText(loss, counts),
    };
  });

/** The command `evaluate`. */
export const evaluate = Effect.fnUntraced(function* (
  options: EvaluateOptions & { readonly json: boolean },
): Effect.fn.Return<void, InputError | RunError> {
  const evaluation = yield* Effect.scoped(evaluateRun(options));
  if (options.json) return yield* Console.log(JSON.stringify(evaluation, null, 2));
  const { checkpoint, measured, format, streams, tokens, known, loss, perplexity } = evaluation;
  const how = options.text === undefined ? "" : ` as format ${describeFormat(format)}`;
  const cut = streams === null ? "" : ` in ${counted(streams, "stream")}`;
  yield* Effect.logInfo(
    `${measured}${how} by ${checkpoint}: ${counted(tokens, "token")}${cut}, ${
      formatShare(known)
    } in the vocabulary`,
  );
  const { bitsPerCharacter, bitsPerByte } = evaluation;
  const ofText = bitsPerCharacter === null || bitsPerByte === null
    ? [`bits per character and byte not given: ${evaluation.withheld}`]
    : [
      `bits per character ${bitsPerCharacter.toFixed(4)}`,
      `bits per byte ${bitsPerByte.toFixed(4)}`,
    ];
  yield* Console.log([
    `loss ${formatMeasure(loss, 4)} nats per token`,
    `perplexity ${formatMeasure(perplexity, 2)}`,
    `bits per token ${evaluation.bitsPerToken.toFixed(4)}`,
    ...ofText,
  ].join("\n"));
});

/** A loss that is no number: nothing can be said of the text. */
class OverflowingLoss extends RunError.extend<OverflowingLoss>("OverflowingLoss")({
  _tag: Schema.tag("OverflowingLoss"),
  loss: Schema.Number,
}) {
  override get message(): string {
    return `The loss is ${this.loss}: the model's numbers overflow on this text`;
  }
}
