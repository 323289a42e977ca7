/** What a request for scores may say, and what is answered. */
import { Schema } from "effect";
import { describe, flag, text, withDefault } from "../../config/fields.ts";

const oneOrMore = Schema.Union([Schema.String, Schema.Array(Schema.String)]);

export const ScoreRequest = Schema.Struct({
  model: Schema.optionalKey(text).pipe(describe("The model that is served; need not be given")),
  lines: oneOrMore.pipe(describe("Line to score, or a list of lines, each a text by itself")),
  base: Schema.Literals(["e", "10"]).pipe(
    withDefault("e", "Base of the logarithms: e (nats) or 10"),
  ),
  tokens: flag.pipe(withDefault(false, "Whether each token's log-probability is wanted too")),
});

const TokenScore = Schema.Struct({
  token: Schema.String,
  logProbability: Schema.NullOr(Schema.Finite),
  unknown: Schema.optionalKey(Schema.Literal(true)),
});

/** As `score --json` has it. */
const Score = Schema.Struct({
  line: Schema.Finite,
  logProbability: Schema.NullOr(Schema.Finite),
  tokens: Schema.Finite,
  unknown: Schema.Finite,
  perplexity: Schema.NullOr(Schema.Finite),
  perToken: Schema.optionalKey(Schema.Array(TokenScore)),
});

export const Scores = Schema.Struct({ model: Schema.String, scores: Schema.Array(Score) });
export type Scores = typeof Scores.Type;
