/** Schema of the config part `training.optimizer`; defaults are PyTorch's. */
import { Schema } from "effect";
import {
  describe,
  flag,
  numberAbove,
  numberFrom,
  share,
  withDefault,
} from "../../config/fields.ts";

const rate = (value: number) =>
  numberAbove(0).pipe(withDefault(value, "Learning rate before the schedule"));

const decay = (value: number, description = "Weight decay, added to the gradient") =>
  numberFrom(0).pipe(withDefault(value, description));

const epsilon = (value: number) =>
  numberAbove(0).pipe(withDefault(value, "Added to the denominator"));

const beta1 = share.pipe(withDefault(0.9, "Decay of the gradient's running mean"));
const beta2 = share.pipe(withDefault(0.999, "Decay of the squared gradient's running mean"));

const Sgd = Schema.Struct({
  kind: Schema.Literal("sgd").pipe(describe("Stochastic gradient descent")),
  learningRate: rate(0.001),
  momentum: share.pipe(withDefault(0, "Decay of the running gradient; 0 is no momentum")),
  nesterov: flag.pipe(withDefault(false, "Whether momentum is Nesterov's")),
  weightDecay: decay(0),
});

const RmsProp = Schema.Struct({
  kind: Schema.Literal("rmsprop").pipe(describe("RMSProp")),
  learningRate: rate(0.01),
  alpha: share.pipe(withDefault(0.99, "Decay of the squared gradient's running mean")),
  epsilon: epsilon(1e-8),
  weightDecay: decay(0),
});

const Adagrad = Schema.Struct({
  kind: Schema.Literal("adagrad").pipe(describe("Adagrad")),
  learningRate: rate(0.01),
  epsilon: epsilon(1e-10),
  weightDecay: decay(0),
});

const Adam = Schema.Struct({
  kind: Schema.Literal("adam").pipe(
    withDefault("adam", "sgd (with momentum, Nesterov), rmsprop, adagrad, adam or adamw"),
  ),
  learningRate: rate(0.001),
  beta1,
  beta2,
  epsilon: epsilon(1e-8),
  weightDecay: decay(0),
});

const AdamW = Schema.Struct({
  kind: Schema.Literal("adamw").pipe(describe("Adam with decoupled weight decay")),
  learningRate: rate(0.001),
  beta1,
  beta2,
  epsilon: epsilon(1e-8),
  weightDecay: decay(0.01, "Decoupled weight decay"),
});

export const OptimizerConfig = Schema.Union([Sgd, RmsProp, Adagrad, Adam, AdamW]);
export type OptimizerConfig = typeof OptimizerConfig.Type;
