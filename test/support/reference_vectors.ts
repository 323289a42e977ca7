/** The reference numbers of test/vectors: what the tutorial's program and PyTorch computed in float64. */
import { readFileSync } from "node:fs";
import { Schema } from "effect";

const Vector = Schema.Array(Schema.Finite);
const Matrix = Schema.Array(Vector);
const Tokens = Schema.Array(Schema.Int);

const SeedVectors = Schema.Struct({
  about: Schema.String,
  cases: Schema.Array(Schema.Struct({
    vocabulary: Schema.Int,
    hidden: Schema.Int,
    truncate: Schema.Int,
    U: Matrix,
    W: Matrix,
    V: Matrix,
    x: Tokens,
    y: Tokens,
    meanLoss: Schema.Finite,
    /** The likeliest next token after each token. */
    predict: Tokens,
    dU: Matrix,
    dW: Matrix,
    dV: Matrix,
  })),
  curves: Schema.Array(Schema.Struct({
    vocabulary: Schema.Int,
    hidden: Schema.Int,
    truncate: Schema.Int,
    learningRate: Schema.Finite,
    epochs: Schema.Int,
    init: Schema.Struct({ U: Matrix, W: Matrix, V: Matrix }),
    sentences: Schema.Array(Tokens),
    /** [sentences seen, loss] before each epoch. */
    losses: Schema.Array(Schema.Tuple([Schema.Int, Schema.Finite])),
    learningRatesAfterHalving: Vector,
    finalU: Matrix,
    finalW: Matrix,
    finalV: Matrix,
  })),
});

const Tensors = Schema.Record(Schema.String, Schema.Union([Matrix, Vector]));

const TorchVectors = Schema.Struct({
  about: Schema.String,
  cases: Schema.Array(Schema.Struct({
    kind: Schema.String,
    vocabulary: Schema.Int,
    embedding: Schema.Int,
    hidden: Schema.Int,
    layers: Schema.Int,
    truncate: Schema.optionalKey(Schema.Int),
    sentences: Schema.Array(Tokens),
    tokens: Schema.Int,
    sumLoss: Schema.Finite,
    params: Tensors,
    gradients: Tensors,
  })),
});

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));

export const seedVectors = Schema.decodeUnknownSync(SeedVectors)(read("seed-rnn"));
export const torchModels = Schema.decodeUnknownSync(TorchVectors)(read("torch-models"));
export const torchTruncated = Schema.decodeUnknownSync(TorchVectors)(read("torch-truncated"));
export type TorchCase = (typeof TorchVectors.Type)["cases"][number];
