/** Measuring: text → tokens → batches → forward gates → loss, perplexity, bits. */
import { Console, Effect, type Scope } from "effect";
import { InputError, RunError } from "../src/errors.ts";
import { exp } from "../src/kernels/math.ts";
import { bits } from "../src/metrics/metrics_line.ts";
import { Screen } from "../src/metrics/screen.ts";
import { type CodeOption, corpusOfRun, type LoadedRun, loadRun } from "../src/session/load_run.ts";
import { measurePart } from "../src/session/measure_part.ts";
import { engineLayer } from "../src/session/open_engine.ts";
import { capacityFor } from "../src/session/training_job.ts";
import type { BatchConfig } from "../src/batch/schema.ts";
import type { TokenPart } from "../src/tokenizer/token_part.ts";
import { tokenizeText } from "../src/tokenizer/tokenize_text.ts";

export interface EvaluateOptions extends CodeOption {
  readonly run: string;
  /** Part of the run's corpus; test where neither it nor a text is given. */
  readonly split: "train" | "valid" | "test" | undefined;
  /** A text file to measure instead of a part of the run's corpus. */
  readonly text: string | undefined;
}

/** How well a run's model predicts a text. */
export interface Evaluation {
  readonly run: string;
  readonly checkpoint: string;
  /** The part of the corpus, or the file. */
  readonly measured: string;
  readonly tokens: number;
  /** Share of the tokens that the vocabulary has. */
  readonly known: number;
  /** Nats a token. */
  readonly loss: number;
  readonly perplexity: number;
  readonly bitsPerToken: number;
  readonly bitsPerCharacter: number;
}

export const evaluateRun = (
  options: EvaluateOptions,
): Effect.Effect<Evaluation, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    if (options.text !== undefined && options.split !== undefined) {
      const message = `Expected --text or --split, got both (${options.text}, ${options.split})`;
      return yield* new InputError({ message });
    }
    const loaded = yield* loadRun(options.run, options);
    const { part, batch } = yield* partOf(loaded, options);
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
    return {
      run: options.run,
      checkpoint: loaded.checkpoint,
      measured: options.text ?? options.split ?? "test",
      tokens,
      known: 1 - part.unknown / tokens,
      loss,
      perplexity: exp(loss),
      bitsPerToken: bits(loss),
      bitsPerCharacter: bits(loss) * tokens / part.characters,
    };
  });

/** The tokens to measure; a text of one's own is read as one stream where the model knows streams. */
const partOf = Effect.fnUntraced(function* (
  { existing, experiment, vocabulary }: LoadedRun,
  { split = "test", text }: EvaluateOptions,
): Effect.fn.Return<{ readonly part: TokenPart; readonly batch: BatchConfig }, InputError> {
  if (text !== undefined) {
    const batch = experiment.batch.kind === "contiguous"
      ? { ...experiment.batch, size: 1 }
      : experiment.batch;
    const part = yield* tokenizeText({ path: text }, vocabulary, experiment.tokenizer, batch);
    return { part, batch };
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

/** The command `evaluate`. */
export const evaluate = Effect.fnUntraced(function* (
  options: EvaluateOptions & { readonly json: boolean },
): Effect.fn.Return<void, InputError | RunError> {
  const evaluation = yield* Effect.scoped(evaluateRun(options));
  if (options.json) return yield* Console.log(JSON.stringify(evaluation, null, 2));
  const screen = yield* Screen;
  const { checkpoint, measured, tokens, known, loss, perplexity } = evaluation;
  screen.print(
    `${measured} by ${checkpoint}: ${tokens.toLocaleString("en-US")} tokens, ${
      (100 * known).toFixed(1)
    } % in the vocabulary`,
  );
  yield* Console.log([
    `loss ${loss.toFixed(4)} nats a token`,
    `perplexity ${perplexity.toFixed(2)}`,
    `bits per token ${evaluation.bitsPerToken.toFixed(4)}`,
    `bits per character ${evaluation.bitsPerCharacter.toFixed(4)}`,
  ].join("\n"));
});
