/** What of a text a trained model is measured on. */
import { Effect, Schema } from "effect";
import { InputError, isInputError, type RunError } from "../base/errors.ts";
import { runPreparation } from "../experiment/setup/run_preparation.ts";
import type { BatchConfig } from "../text/batch/schema.ts";
import { describeFormat } from "../text/corpus/describe_format.ts";
import { CorpusFormat } from "../text/sources/schema.ts";
import type { TokenPart } from "../text/tokens/token_part.ts";
import { tokenizeText } from "../text/tokens/tokenize_text.ts";
import { corpusOfRun } from "./corpus_of_run.ts";
import type { LoadedRun } from "./load_run.ts";

/** A part of the run's corpus, or a text file. */
export interface Measured {
  /** Part of the run's corpus; test if neither a part nor a text is given. */
  readonly split: "train" | "valid" | "test" | undefined;
  /** A text file to measure instead of a part of the run's corpus. */
  readonly text: string | undefined;
  /** How documents lie in that file; undefined is as in the run's corpus. */
  readonly format?: CorpusFormat | undefined;
}

/** Refuses wishes that say nothing, or too much. */
export const checkMeasured = (
  { split, text, format }: Measured,
): Effect.Effect<void, WrongMeasured> =>
  text !== undefined && split !== undefined
    ? Effect.fail(new WrongMeasured({ fault: { kind: "two", text, split } }))
    : text === undefined && format !== undefined
    ? Effect.fail(new WrongMeasured({ fault: { kind: "format alone" } }))
    : Effect.void;

/** Wishes what to measure that don't go together. */
export class WrongMeasured extends InputError.extend<WrongMeasured>("WrongMeasured")({
  _tag: Schema.tag("WrongMeasured"),
  fault: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("two"), text: Schema.String, split: Schema.String }),
    Schema.Struct({ kind: Schema.Literal("format alone") }),
  ]),
}) {
  override get message(): string {
    const { fault } = this;
    return fault.kind === "two"
      ? `Expected --text or --split, got both (${fault.text}, ${fault.split})`
      : "--format says how to read a text of your own: expected --text FILE with it";
  }
}

/** The tokens to measure, how they are cut into batches, and how their documents were found. */
export interface MeasuredPart {
  readonly part: TokenPart;
  readonly batch: BatchConfig;
  readonly format: CorpusFormat;
}

export const measuredPart = Effect.fnUntraced(function* (
  loaded: LoadedRun,
  { split = "test", text, format }: Measured,
): Effect.fn.Return<MeasuredPart, InputError | RunError> {
  const { existing, experiment } = loaded;
  if (text !== undefined) return yield* textPart(loaded, text, format);
  const corpus = yield* corpusOfRun(existing, loaded);
  const part = corpus[split];
  if (part !== undefined) {
    return { part, batch: experiment.batch, format: experiment.corpus.format };
  }
  const parts = (["train", "valid", "test"] as const).filter((name) => corpus[name] !== undefined);
  return yield* new MissingPart({ directory: existing.directory, split, parts });
});

const textPart = Effect.fnUntraced(function* (
  { existing, experiment, vocabulary }: LoadedRun,
  text: string,
  given: CorpusFormat | undefined,
): Effect.fn.Return<MeasuredPart, InputError | RunError> {
  const format = given ?? experiment.corpus.format;
  const preparation = { ...runPreparation(experiment, existing.manifest), format };
  const isTold = given !== undefined || typeof format === "string";
  const part = yield* tokenizeText(text, vocabulary, preparation).pipe(
    Effect.catchIf(
      isInputError,
      (cause) => Effect.fail(isTold ? cause : new OtherFormat({ cause, format })),
    ),
  );
  return { part, batch: batchFor(part, experiment.batch), format };
});

/**
 * A text is cut into parallel streams like a part of the corpus, so their numbers agree. A text
 * that does not fill a batch is read as one stream: otherwise most of its tokens would be predicted
 * without context.
 */
const batchFor = ({ tokens }: TokenPart, batch: BatchConfig): BatchConfig =>
  batch.kind === "contiguous" && tokens.length <= batch.size * batch.length
    ? { ...batch, size: 1 }
    : batch;

/** A part that the corpus of a run does not have. */
export class MissingPart extends InputError.extend<MissingPart>("MissingPart")({
  _tag: Schema.tag("MissingPart"),
  directory: Schema.String,
  split: Schema.String,
  /** Those that it has. */
  parts: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const { directory, split, parts } = this;
    return `The corpus of "${directory}" has no ${split} part, ` +
      `expected --split ${parts.join(" or ")}, or --text FILE`;
  }
}

/** A text that can't be read as the corpus was, and may be of another format. */
export class OtherFormat extends InputError.extend<OtherFormat>("OtherFormat")({
  _tag: Schema.tag("OtherFormat"),
  cause: Schema.instanceOf(InputError),
  format: Schema.toType(CorpusFormat),
}) {
  override get message(): string {
    return `${this.cause.message}\nIt is read as the run's corpus was, as format ` +
      `${describeFormat(this.format)}; --format says otherwise`;
  }
}
