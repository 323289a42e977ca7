/** Measuring: text → tokens → batches → forward gates → loss, perplexity, bits. */
import { Console, Effect, type Scope } from "effect";
import { predictedPart } from "../src/text/batch/predicted_part.ts";
import type { BatchConfig } from "../src/text/batch/schema.ts";
import { describeFormat } from "../src/text/corpus/describe_format.ts";
import type { CorpusFormat } from "../src/text/sources/schema.ts";
import { InputError, isInputError, RunError } from "../src/base/errors.ts";
import { exp } from "../src/kernels/math.ts";
import { counted } from "../src/base/terminal/format_number.ts";
import { bits } from "../src/training/metrics/metrics_line.ts";
import { bitsPerCharacter } from "../src/use/bits_per_character.ts";
import { corpusOfRun, type LoadedRun, loadRun, type RunFiles } from "../src/use/load_run.ts";
import { measurePart } from "../src/trainer/measure_part.ts";
import { engineLayer } from "../src/experiment/setup/open_engine.ts";
import { runPreparation } from "../src/experiment/setup/run_preparation.ts";
import { capacityFor } from "../src/trainer/training_job.ts";
import { countPredicted, type TokenPart } from "../src/text/tokens/token_part.ts";
import { tokenizeText } from "../src/text/tokens/tokenize_text.ts";

export interface EvaluateOptions extends RunFiles {
  readonly run: string;
  /** Part of the run's corpus; test where neither it nor a text is given. */
  readonly split: "train" | "valid" | "test" | undefined;
  /** A text file to measure instead of a part of the run's corpus. */
  readonly text: string | undefined;
  /** How documents lie in that file; undefined is as in the run's corpus. */
  readonly format?: CorpusFormat | undefined;
}

/** How well a run's model predicts a text. */
export interface Evaluation {
  readonly run: string;
  readonly checkpoint: string;
  /** The part of the corpus, or the file. */
  readonly measured: string;
  /** How its documents were found. */
  readonly format: CorpusFormat;
  /** Parallel streams that a long text was cut into, the state of each beginning afresh; null for sentences. */
  readonly streams: number | null;
  /** Predicted tokens; what follows is over these. */
  readonly tokens: number;
  /** Share of the tokens that the vocabulary has. */
  readonly known: number;
  /** Nats a token. */
  readonly loss: number;
  readonly perplexity: number;
  readonly bitsPerToken: number;
  /** Null where more than 1 % of the tokens are unknown, and `withheld` says so. */
  readonly bitsPerCharacter: number | null;
  readonly withheld?: string;
}

export const evaluateRun = (
  options: EvaluateOptions,
): Effect.Effect<Evaluation, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { text, split } = options;
    if (text !== undefined && split !== undefined) {
      const message = `Expected --text or --split, got both (${text}, ${split})`;
      return yield* new InputError({ message });
    }
    if (text === undefined && options.format !== undefined) {
      const message = "--format says how to read a text of your own: expected --text FILE with it";
      return yield* new InputError({ message });
    }
    const loaded = yield* loadRun(options.run, options);
    const format = options.format ?? loaded.experiment.corpus.format;
    const { part, batch } = yield* partOf(loaded, options, format);
    const experiment = { ...loaded.experiment, batch };
    const { loss, tokens } = yield* measurePart(part, batch).pipe(
      Effect.provide(
        engineLayer({ ...loaded, experiment, capacity: capacityFor([part], experiment) }),
      ),
    );
    if (!Number.isFinite(loss)) {
      return yield* new RunError({
        message: `The loss is ${loss}: the model's numbers overflow on this text`,
      });
    }
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
      ...bitsPerCharacter(loss, counts),
    };
  });

/** The tokens to measure, and how they are cut into batches. */
const partOf = Effect.fnUntraced(function* (
  { existing, experiment, vocabulary }: LoadedRun,
  { split = "test", text, format: given }: EvaluateOptions,
  format: CorpusFormat,
): Effect.fn.Return<
  { readonly part: TokenPart; readonly batch: BatchConfig },
  InputError | RunError
> {
  if (text !== undefined) {
    const preparation = { ...runPreparation(experiment, existing.manifest), format };
    const isTold = given !== undefined || typeof format === "string";
    const part = yield* tokenizeText(text, vocabulary, preparation).pipe(
      Effect.catchIf(
        isInputError,
        (error) => Effect.fail(isTold ? error : asCorpus(error, format)),
      ),
    );
    return { part, batch: batchFor(part, experiment.batch) };
  }
  const corpus = yield* corpusOfRun(existing, experiment);
  const part = corpus[split];
  if (part !== undefined) return { part, batch: experiment.batch };
  const parts = (["train", "valid", "test"] as const).filter((name) => corpus[name] !== undefined);
  return yield* new InputError({
    message: `The corpus of "${existing.directory}" has no ${split} part, expected --split ${
      parts.join(" or ")
    }, or --text FILE`,
  });
});

/** A text that doesn't have the columns or fields of the corpus may be of another format. */
const asCorpus = ({ message }: InputError, format: CorpusFormat): InputError =>
  new InputError({
    message:
      `${message}\nIt is read as the run's corpus was, as format ${describeFormat(format)}; ` +
      "--format says otherwise",
  });

/**
 * A text is cut into parallel streams as a part of the corpus is, whose numbers it then has. One that
 * does not fill a batch is read as one stream: else most of its tokens would be predicted from nothing.
 */
const batchFor = ({ tokens }: TokenPart, batch: BatchConfig): BatchConfig =>
  batch.kind === "contiguous" && tokens.length <= batch.size * batch.length
    ? { ...batch, size: 1 }
    : batch;

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
      (100 * known).toFixed(1)
    } % in the vocabulary`,
  );
  const perCharacter = evaluation.bitsPerCharacter === null
    ? `not given: ${evaluation.withheld}`
    : evaluation.bitsPerCharacter.toFixed(4);
  yield* Console.log([
    `loss ${loss.toFixed(4)} nats per token`,
    `perplexity ${perplexity.toFixed(2)}`,
    `bits per token ${evaluation.bitsPerToken.toFixed(4)}`,
    `bits per character ${perCharacter}`,
  ].join("\n"));
});
