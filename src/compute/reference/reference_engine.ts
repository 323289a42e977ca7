/**
 * The float64 engine: plain TypeScript, one thread, one token after another. It is `precision: float64`,
 * and what the fast engine is compared with.
 */
import { Effect } from "effect";
import type { Batch } from "../../text/batch/batch.ts";
import { batchRow } from "../../text/batch/batch_row.ts";
import { tokenCount } from "../../text/batch/token_count.ts";
import type { RunError } from "../../base/errors.ts";
import { softmaxCrossEntropy } from "../../model/gates/softmax_cross_entropy.ts";
import { dropoutKey } from "../../model/dropout_key.ts";
import type { Model, Values } from "../../model/model.ts";
import { clipSettings, gradientNorm } from "../optimizer/clip.ts";
import type { UpdateSettings } from "../optimizer/optimizer.ts";
import type {
  CarriedState,
  Engine,
  EngineOptions,
  EvaluationReport,
  StepReport,
  StepSettings,
} from "../engine.ts";
import type { GateFailed } from "../gate_failed.ts";
import { runGates } from "../run_gates.ts";
import { sumRows } from "../sum_rows.ts";
import { UnfitBatch } from "../unfit_batch.ts";
import { backwardRow } from "./backward.ts";
import { forwardRow, type RowForward } from "./forward.ts";
import { type Arrays, copyNetwork, type NetworkArrays } from "./network.ts";
import { carriedRows, joinRows, startOfRow } from "./states.ts";

/** What a batch is run for. */
type Lane = "train" | "evaluate";

/** A network that learns. */
interface Learner extends NetworkArrays {
  readonly options: EngineOptions;
  /** What the optimizer remembers. */
  readonly slots: ReadonlyMap<string, Arrays>;
  /** Training and evaluation carry states of their own, so that evaluation never disturbs training. */
  readonly carried: Record<Lane, CarriedState | undefined>;
}

/** The engine of a model; it starts from copies of `weights`. */
export function makeReferenceEngine(
  model: Model,
  weights: Values,
  options: EngineOptions,
): Engine["Service"] {
  const learner = makeLearner(model, weights, options);
  const { values, gradients, slots, carried } = learner;
  const train = (batch: Batch, settings: StepSettings) =>
    checked(learner, batch, "train", () => trainBatch(learner, batch, settings));
  return {
    train,
    // One thread: the step is done when its report is asked for.
    submit: (batch, settings) => Effect.succeed(train(batch, settings)),
    evaluate: (batch) => checked(learner, batch, "evaluate", () => evaluateBatch(learner, batch)),
    weights: Effect.sync(() => copy(values)),
    setWeights: (given) => Effect.sync(() => overwrite(values, given)),
    slots: Effect.sync(() => new Map([...slots].map(([name, slot]) => [name, copy(slot)]))),
    setSlots: (given) =>
      Effect.sync(() => {
        for (const [name, slot] of slots) overwrite(slot, given.get(name) ?? new Map());
      }),
    gradient: Effect.sync(() => copy(gradients)),
    carried: Effect.sync(() => carried.train),
    setCarried: (state) =>
      Effect.sync(() => {
        carried.train = state;
      }),
  };
}

const makeLearner = (model: Model, weights: Values, options: EngineOptions): Learner => {
  const arrays = copyNetwork(model, weights);
  const zeros = () => new Map([...arrays.values].map(([key, v]) => [key, v.map(() => 0)]));
  return {
    ...arrays,
    options,
    slots: new Map(options.optimizer.slots.map((name) => [name, zeros()])),
    carried: { train: undefined, evaluate: undefined },
  };
};

/** One step: loss and gradient of the batch, clip, update. */
const trainBatch = (
  learner: Learner,
  batch: Batch,
  { step, learningRate }: StepSettings,
): StepReport => {
  const { network, options: { loss, clip }, gradients, carried } = learner;
  const tokens = tokenCount(batch);
  const scale = loss === "token-mean" ? 1 / tokens : 1 / batch.lengths.length;
  const learned = !batch.carried || carried.train === undefined;
  for (const gradient of gradients.values()) gradient.fill(0);
  let total = 0;
  runRows(learner, batch, step, (_row, forward, targets) => {
    total += lossOf(forward, targets);
    backwardRow(network, forward.steps, targets, scale, learned);
  });
  const norm = gradientNorm(gradients.values());
  update(learner, { learningRate, time: step + 1, ...clipSettings(clip, norm) });
  return { loss: total, tokens, gradientNorm: norm };
};

const update = (
  { options: { optimizer }, values, gradients, slots }: Learner,
  settings: UpdateSettings,
): void => {
  for (const [key, parameter] of values) {
    const own = optimizer.slots.map((name) => slots.get(name)!.get(key)!);
    optimizer.update(parameter, gradients.get(key)!, own, settings);
  }
};

const evaluateBatch = (learner: Learner, batch: Batch): EvaluationReport => {
  const tokenLosses = new Float64Array(batch.targets.length);
  runRows(learner, batch, undefined, (row, { steps }, targets) => {
    steps.forEach(({ logits }, t) => {
      tokenLosses[batch.offsets[row]! + t] = softmaxCrossEntropy.loss(logits, targets[t]!);
    });
  });
  return { rowLosses: sumRows(batch, tokenLosses), tokenLosses, tokens: tokenCount(batch) };
};

/** Runs every row of a batch forward, hands it to `each`, and keeps the states after it. */
const runRows = (
  { network, options: { seed }, carried }: Learner,
  batch: Batch,
  step: number | undefined,
  each: (row: number, forward: RowForward, targets: Int32Array) => void,
): void => {
  const lane: Lane = step === undefined ? "evaluate" : "train";
  const start = batch.carried ? carried[lane] : undefined;
  const finals = Array.from(batch.lengths, (_, row) => {
    const { inputs, targets } = batchRow(batch, row);
    const forward = forwardRow(
      network,
      inputs,
      startOfRow(network, start, row),
      (time) => step === undefined ? undefined : dropoutKey(seed, step, row, time),
    );
    each(row, forward, targets);
    return forward.states;
  });
  carried[lane] = joinRows(network.model, finals);
};

/** Σ −log softmax(z)[target] over a row's tokens. */
const lossOf = ({ steps }: RowForward, targets: Int32Array): number =>
  steps.reduce((sum, { logits }, t) => sum + softmaxCrossEntropy.loss(logits, targets[t]!), 0);

/**
 * Refuses a batch that does not fit the carried state. Before the work, which holds the thread, comes
 * whatever else waits for it, Ctrl-C for one.
 */
const checked = <A>(
  { network: { model }, carried }: Learner,
  batch: Batch,
  lane: Lane,
  work: () => A,
): Effect.Effect<A, RunError> =>
  Effect.suspend((): Effect.Effect<A, UnfitBatch | GateFailed> => {
    const rows = batch.lengths.length;
    const held = carriedRows(model, carried[lane]);
    if (batch.carried && held !== undefined && held !== rows) {
      return Effect.fail(new UnfitBatch({ wanted: held, rows }));
    }
    return Effect.andThen(Effect.yieldNow, runGates(work));
  });

const copy = (values: Values): Map<string, Float64Array> =>
  new Map([...values].map(([key, value]) => [key, Float64Array.from(value)]));

const overwrite = (values: Arrays, given: Values): void => {
  for (const [key, value] of given) values.get(key)?.set(value);
};
