/** One line of `metrics.jsonl`: a JSON object with its keys in a fixed order. */
import { Schema } from "effect";
import { exp } from "../../kernels/math.ts";

/**
 * A number as JSON can hold it: null where it isn't finite, and the line's note says what it was.
 */
const Measure = Schema.NullOr(Schema.Finite);

export const MetricsLine = Schema.Struct({
  /** Steps done. */
  step: Schema.Natural,
  /** Epoch from 1 of the last of these steps. */
  epoch: Schema.Natural,
  /** Tokens predicted in training so far. */
  tokens: Schema.Natural,
  split: Schema.Literals(["train", "valid", "test"]),
  /** Cross-entropy in nats per token; of training, over the tokens since its last line. */
  loss: Measure,
  /** Exponential of the loss. */
  perplexity: Measure,
  /** The loss in bits per token. */
  bits: Measure,
  /** Of the last step, before clipping; in lines of training only, like what follows. */
  gradientNorm: Schema.optionalKey(Measure),
  learningRate: Schema.optionalKey(Measure),
  /** Tokens a second of training, evaluations and checkpoints left out. */
  tokensPerSecond: Schema.optionalKey(Measure),
  /**
   * Only in the line of a rollback, which has no loss: the step at which training diverged.
   * Training went back from there to the line's own step.
   */
  rolledBackFrom: Schema.optionalKey(Schema.Natural),
  /** Only there too: what the learning rate of every later step is multiplied by. */
  rateFactor: Schema.optionalKey(Schema.Finite),
  note: Schema.optionalKey(Schema.String),
});
export type MetricsLine = typeof MetricsLine.Type;

/** What a line is made from. */
export interface Measurements {
  readonly step: number;
  readonly epoch: number;
  readonly tokens: number;
  readonly split: MetricsLine["split"];
  /** Nats per token. */
  readonly loss: number;
  readonly gradientNorm?: number;
  readonly learningRate?: number;
  readonly tokensPerSecond?: number;
  readonly note?: string;
}

/**
 * The line of a measurement, with perplexity and bits computed alike on every runtime. A number
 * that isn't finite becomes null, and the note names it: `loss is NaN`.
 */
export function metricsLine(measured: Measurements): MetricsLine {
  const { step, epoch, tokens, split, loss } = measured;
  const notes = measured.note === undefined ? [] : [measured.note];
  const measure = (name: string, value: number): number | null => {
    if (Number.isFinite(value)) return value;
    notes.push(`${name} is ${value}`);
    return null;
  };
  const optional = (name: "gradientNorm" | "learningRate" | "tokensPerSecond") => {
    const value = measured[name];
    return value === undefined ? {} : { [name]: measure(name, value) };
  };
  return {
    step,
    epoch,
    tokens,
    split,
    loss: measure("loss", loss),
    perplexity: measure("perplexity", perplexity(loss)),
    bits: measure("bits", bits(loss)),
    ...optional("gradientNorm"),
    ...optional("learningRate"),
    ...optional("tokensPerSecond"),
    ...notes.length === 0 ? {} : { note: notes.join(", ") },
  };
}

/** What the line of a rollback is made from. */
export interface RolledBack {
  /** Steps done, and epoch from 1, where training continues. */
  readonly step: number;
  readonly epoch: number;
  readonly tokens: number;
  /** The step at which training diverged. */
  readonly from: number;
  readonly rateFactor: number;
  /** What was wrong: `loss is NaN`. */
  readonly seen: string;
}

/** The line that says that training went back. */
export function rollbackLine({ from, seen, ...place }: RolledBack): MetricsLine {
  const { step, epoch, tokens, rateFactor } = place;
  return {
    step,
    epoch,
    tokens,
    split: "train",
    loss: null,
    perplexity: null,
    bits: null,
    rolledBackFrom: from,
    rateFactor,
    note: `rolled back from step ${from}, where ${seen}; learning rate × ${rateFactor}`,
  };
}

/** Perplexity of a loss in nats per token, the same bits on every runtime. */
export function perplexity(loss: number): number {
  return exp(loss);
}

/** Bits per token of a loss in nats per token. */
export function bits(loss: number): number {
  return loss / Math.LN2;
}
