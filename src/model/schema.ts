/** Schema of the config part `model`. */
import { Schema } from "effect";
import { describe, flag, share, text, wholeNumber, withDefault } from "../config/fields.ts";

export const ModelConfig = Schema.Struct({
  cell: text.pipe(describe("rnn, gru, lstm, or the name of a cell under cells")),
  embedding: Schema.Union([wholeNumber(1), Schema.Literal("none")]).annotate({
    expected: 'a whole number of at least 1 or "none"',
  }).pipe(withDefault(128, "Length of a token's vector; none gives the cell one-hot tokens")),
  hidden: wholeNumber(1).pipe(withDefault(128, "Length of the hidden state")),
  layers: wholeNumber(1, 256).pipe(withDefault(1, "Cells on top of each other")),
  dropout: share.pipe(
    withDefault(0, "Rate of dropout on the embedding's and every layer's output"),
  ),
  tied: flag.pipe(
    withDefault(false, "Whether the output layer's weight is the embedding's (equal lengths)"),
  ),
  bias: flag.pipe(withDefault(true, "Whether cells and output layer have biases")),
  truncate: Schema.Union([wholeNumber(0), Schema.Literal("full")]).annotate({
    expected: 'a whole number of at least 0 or "full"',
  }).pipe(withDefault("full", "Earlier steps that a token's loss flows back through")),
});
export type ModelConfig = typeof ModelConfig.Type;
