/** Schema of the config part `batch`: what one training step sees. */
import { Schema } from "effect";
import {
  describe,
  flag,
  wholeNumber,
  withDefault,
  withFittedDefault,
} from "../../config/fields.ts";

const SentenceBatches = Schema.Struct({
  kind: Schema.Literal("sentences").pipe(
    withDefault(
      "sentences",
      "Kind of batch: sentences, or contiguous (pieces of one long text, with carried state)",
    ),
  ),
  size: wholeNumber(1).pipe(withFittedDefault(32, "Number of sentences per step")),
  shuffle: flag.pipe(withDefault(true, "Whether each epoch is shuffled, by the seed")),
  maxLength: Schema.Union([wholeNumber(2), Schema.Literal("none")]).annotate({
    expected: 'a whole number of at least 2 or "none"',
  }).pipe(withDefault(200, "Number of tokens to which longer sentences are cut; none is no limit")),
});

const ContiguousBatches = Schema.Struct({
  kind: Schema.Literal("contiguous").pipe(describe("Pieces of one long text, with carried state")),
  size: wholeNumber(1).pipe(
    withFittedDefault(32, "Number of parallel streams that the text is divided into"),
  ),
  length: wholeNumber(1).pipe(withDefault(64, "Number of tokens per stream and step")),
});

export const BatchConfig = Schema.Union([SentenceBatches, ContiguousBatches]);
export type BatchConfig = typeof BatchConfig.Type;
