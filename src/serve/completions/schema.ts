/** What a request for completions may say, and what is answered, in the form of OpenAI's API. */
import { Schema } from "effect";
import { describe, flag, numberFrom, text, wholeNumber, withDefault } from "../../config/fields.ts";
import { limits } from "../protocol/limits.ts";

const probability = Schema.Number.check(
  Schema.isFinite(),
  Schema.isBetween({ minimum: 0, maximum: 1, exclusiveMinimum: true }, {
    expected: "a number above 0 and up to 1",
  }),
);

const texts = (most: number) =>
  Schema.Array(Schema.String).check(
    Schema.isMaxLength(most, { expected: `at most ${most} texts` }),
  );

export const CompletionRequest = Schema.Struct({
  model: Schema.optionalKey(text).pipe(describe("The model that is served; need not be given")),
  prompt: Schema.Union([Schema.String, texts(limits.texts)]).pipe(
    withDefault("", "Text to continue, or a list of texts"),
  ),
  max_tokens: wholeNumber(0, limits.tokens).pipe(withDefault(16, "Most tokens of a text")),
  temperature: numberFrom(0).pipe(
    withDefault(1, "Lower is more conservative; 0 always takes the most likely token"),
  ),
  top_p: probability.pipe(
    withDefault(1, "Draw only from the likeliest tokens whose probabilities add up to this"),
  ),
  top_k: Schema.optionalKey(wholeNumber(1)).pipe(
    describe("Draw only from so many of the likeliest tokens"),
  ),
  n: wholeNumber(1, limits.texts).pipe(withDefault(1, "How many texts follow each prompt")),
  seed: Schema.optionalKey(wholeNumber(0, 0xffffffff)).pipe(
    describe("The same seed writes the same texts, as generate --seed does; else chance"),
  ),
  stop: Schema.Union([Schema.String, texts(limits.stops)]).pipe(
    withDefault([], "Text or texts before which a text ends"),
  ),
  logprobs: Schema.optionalKey(wholeNumber(0, limits.logprobs)).pipe(
    describe("Adds each token's log-probability, and those of so many of the likeliest"),
  ),
  echo: flag.pipe(withDefault(false, "Whether a text begins with its prompt")),
  stream: flag.pipe(withDefault(false, "Whether text is sent as it is written, as events")),
  stream_options: Schema.Struct({
    include_usage: flag.pipe(withDefault(false, "Whether a last event counts the tokens")),
  }).pipe(withDefault({}, "Of a stream")),
});
export type CompletionRequest = typeof CompletionRequest.Type;

export const LogProbabilities = Schema.Struct({
  tokens: Schema.Array(Schema.String),
  token_logprobs: Schema.Array(Schema.NullOr(Schema.Finite)),
  top_logprobs: Schema.NullOr(
    Schema.Array(Schema.NullOr(Schema.Record(Schema.String, Schema.Finite))),
  ),
  text_offset: Schema.Array(Schema.Finite),
});
export type LogProbabilities = typeof LogProbabilities.Type;

export const FinishReason = Schema.Literals(["stop", "length"]);

export const Choice = Schema.Struct({
  index: Schema.Finite,
  text: Schema.String,
  logprobs: Schema.NullOr(LogProbabilities),
  finish_reason: Schema.NullOr(FinishReason),
});
export type Choice = typeof Choice.Type;

export const Usage = Schema.Struct({
  prompt_tokens: Schema.Finite,
  completion_tokens: Schema.Finite,
  total_tokens: Schema.Finite,
});
export type Usage = typeof Usage.Type;

export const Completion = Schema.Struct({
  id: Schema.String,
  object: Schema.Literal("text_completion"),
  created: Schema.Finite,
  model: Schema.String,
  choices: Schema.Array(Choice),
  usage: Schema.optionalKey(Schema.NullOr(Usage)),
});
export type Completion = typeof Completion.Type;
