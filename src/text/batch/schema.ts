/** Schema of the config part `batch`: what one training step sees. */
import { Schema } from "effect";
import { describe, flag, wholeNumber, withDefault } from "../../config/fields.ts";

const SentenceBatches = Schema.Struct({
  kind: Schema.Literal("sentences").pipe(
    withDefault("sentences", "Whole sentences, or pieces of one long text with the state carried"),
  ),
  size: wholeNumber(1).pipe(withDefault(32, "Sentences a step")),
  shuffle: flag.pipe(withDefault(true, "Whether each epoch has an order of its own, by the seed")),
  maxLength: Schema.Union([wholeNumber(2), Schema.Literal("none")]).annotate({
    expected: 'a whole number of at least 2 or "none"',
  }).pipe(withDefault(200, "Longer sentences are cut to this many tokens; none is no limit")),
});

const ContiguousBatches = Schema.Struct({
  kind: Schema.Literal("contiguous").pipe(describe("Pieces of one long text, state carried over")),
  size: wholeNumber(1).pipe(withDefault(32, "Parallel streams that the text is divided into")),
  length: wholeNumber(1).pipe(withDefault(64, "Tokens of each stream a step")),
});

export const BatchConfig = Schema.Union([SentenceBatches, ContiguousBatches]);
export type BatchConfig = typeof BatchConfig.Type;
