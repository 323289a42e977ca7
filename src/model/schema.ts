/** Schema of the config part `model`. */
import { Schema } from "effect";
import { describe, flag, numberAbove, share, wholeNumber, withDefault } from "../config/fields.ts";

const cell = Schema.String.check(
  Schema.isMinLength(1, {
    expected: "rnn, gru, lstm or a cell of your own, with its equations under cells",
  }),
);

export const ModelConfig = Schema.Struct({
  cell: cell.pipe(describe("Cell: rnn, gru, lstm, or a name under cells")),
  embedding: Schema.Union([wholeNumber(1), Schema.Literal("none")]).annotate({
    expected: 'a whole number of at least 1 or "none"',
  }).pipe(withDefault(128, "Length of a token's vector; none gives the cell one-hot tokens")),
  hidden: wholeNumber(1).pipe(withDefault(128, "Length of the hidden state")),
  layers: wholeNumber(1, 256).pipe(withDefault(1, "Number of layers")),
  dropout: share.pipe(
    withDefault(0, "Dropout rate on the outputs of the embedding and of every layer"),
  ),
  tied: flag.pipe(
    withDefault(
      false,
      "Whether the output layer shares the embedding's weight; needs embedding = hidden",
    ),
  ),
  bias: flag.pipe(withDefault(true, "Whether cells and the output layer have biases")),
  init: Schema.optionalKey(
    Schema.Struct({
      uniform: numberAbove(0).pipe(describe("Bound of the first values")),
    }).pipe(
      describe(
        "First values of what starts at random, which biases do not; default ±1/√n for rows of length n",
      ),
    ),
  ),
  truncate: Schema.Union([wholeNumber(0), Schema.Literal("full")]).annotate({
    expected: 'a whole number of at least 0 or "full"',
  }).pipe(
    withDefault("full", "Number of earlier steps that a token's loss flows back through, or full"),
  ),
});
export type ModelConfig = typeof ModelConfig.Type;
