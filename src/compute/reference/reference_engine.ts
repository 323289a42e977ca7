import { Effect } from "effect";
import type { Batch } from "../../text/batch/batch.ts";
import { FailedExperiment, RunError } from "../../base/errors.ts";
import { GateFailure } from "../../model/user_gates/user_gate.ts";
import { softmaxCrossEntropy } from "../../model/gates/softmax_cross_entropy.ts";
import { dropoutKey } from "../../model/dropout_key.ts";
import type { Model, Values } from "../../model/model.ts";
import { clipSettings, gradientNorm } from "../optimizer/clip.ts";
import type { CarriedState, Engine, EngineOptions, StepSettings } from "../engine.ts";
import { backwardRow } from "./backward.ts";
import { forwardRow, initialStates, type RowForward, type States } from "./forward.ts";
import { makeNetwork } from "./network.ts";

/**
 * The float64 engine: plain TypeScript, one thread, one token after another, no cleverness. It is
 * `precision: float64`, and what the fast engine is compared with. It starts from copies of `weights`.
 */
export function makeReferenceEngine(
  model: Model,
  weights: Values,
  { optimizer, clip, loss, seed }: EngineOptions,
): Engine["Service"] {
  // In the model's order whatever the order given: the gradient's norm is a sum in this order.
  const values = new Map(
    model.parameters.map(({ key }) => [key, Float64Array.from(weights.get(key)!)] as const),
  );
  const gradients = zerosLike(values);
  const slots = new Map(optimizer.slots.map((name) => [name, zerosLike(values)]));
  const network = makeNetwork(model, values, gradients);
  /** Training and evaluation carry states of their own, so that evaluation never disturbs training. */
  const carried: Record<Lane, CarriedState | undefined> = { train: undefined, evaluate: undefined };

  /** The states that row `row` starts from. */
  const startOf = (from: CarriedState | undefined, row: number): States =>
    from === undefined ? initialStates(network) : from.map((layer, l) =>
      layer.map((rows, s) => {
        const { size } = model.layers[l]!.states[s]!;
        return rows.slice(row * size, (row + 1) * size);
      })
    );

  /** Runs every row of a batch, hands it to `each`, and keeps the states after it. */
  const run = (
    batch: Batch,
    step: number | undefined,
    each: (row: number, forward: RowForward, targets: Int32Array) => void,
  ): void => {
    const lane = step === undefined ? "evaluate" : "train";
    const start = batch.carried ? carried[lane] : undefined;
    const finals = Array.from(batch.lengths, (length, row) => {
      const from = batch.offsets[row]!;
      const tokens = batch.inputs.subarray(from, from + length);
      const forward = forwardRow(
        network,
        tokens,
        startOf(start, row),
        (time) => step === undefined ? undefined : dropoutKey(seed, step, row, time),
      );
      each(row, forward, batch.targets.subarray(from, from + length));
      return forward.states;
    });
    carried[lane] = joinRows(model, finals);
  };

  const lossOf = ({ steps }: RowForward, targets: Int32Array): number =>
    steps.reduce((sum, { logits }, t) => sum + softmaxCrossEntropy.loss(logits, targets[t]!), 0);

  const train = (batch: Batch, { step, learningRate }: StepSettings) => {
    const rows = batch.lengths.length;
    const tokens = tokensOf(batch);
    const scale = loss === "token-mean" ? 1 / tokens : 1 / rows;
    const learned = !batch.carried || carried.train === undefined;
    for (const gradient of gradients.values()) gradient.fill(0);
    let total = 0;
    run(batch, step, (_row, forward, targets) => {
      total += lossOf(forward, targets);
      backwardRow(network, forward.steps, targets, scale, learned);
    });
    const norm = gradientNorm(gradients.values());
    const settings = { learningRate, time: step + 1, ...clipSettings(clip, norm) };
    for (const [key, parameter] of values) {
      const own = optimizer.slots.map((name) => slots.get(name)!.get(key)!);
      optimizer.update(parameter, gradients.get(key)!, own, settings);
    }
    return { loss: total, tokens, gradientNorm: norm };
  };

  const evaluate = (batch: Batch) => {
    const rowLosses = new Float64Array(batch.lengths.length);
    run(batch, undefined, (row, forward, targets) => {
      rowLosses[row] = lossOf(forward, targets);
    });
    return { rowLosses, tokens: tokensOf(batch) };
  };

  const predict = (batch: Batch) => {
    let logits = new Float64Array(model.vocabulary);
    run(batch, undefined, (_row, { steps }) => {
      logits = Float64Array.from(steps.at(-1)!.logits);
    });
    return softmaxCrossEntropy.logPredict(logits);
  };

  /**
   * Refuses a batch that does not fit the carried state or, for predict, has not one row. Before
   * the work, which holds the thread, comes whatever else waits for it, Ctrl-C for one.
   */
  const checked = <A>(batch: Batch, lane: Lane, work: () => A, wantedRows?: number) =>
    Effect.suspend(() => {
      const rows = batch.lengths.length;
      const held = heldRows(model, carried[lane]);
      if (batch.carried && held !== undefined && held !== rows) {
        const message = `The carried state has ${held} rows, but the batch has ${rows}`;
        return Effect.fail(new RunError({ message }));
      }
      if (wantedRows !== undefined && rows !== wantedRows) {
        const message = `Expected a batch of ${wantedRows} row, got ${rows}`;
        return Effect.fail(new RunError({ message }));
      }
      return Effect.andThen(Effect.yieldNow, runGates(work));
    });

  const trainChecked = (batch: Batch, settings: StepSettings) =>
    checked(batch, "train", () => train(batch, settings));

  return {
    train: trainChecked,
    // One thread: the step is done when its report is asked for.
    submit: (batch, settings) => Effect.succeed(trainChecked(batch, settings)),
    evaluate: (batch) => checked(batch, "evaluate", () => evaluate(batch)),
    predict: (batch) => checked(batch, "evaluate", () => predict(batch), 1),
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

/** Runs the work; where a gate of a user's fails, so does the run. */
const runGates = <A>(work: () => A): Effect.Effect<A, RunError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(work());
    } catch (cause) {
      if (cause instanceof GateFailure) {
        return Effect.fail(new FailedExperiment({ message: cause.message }));
      }
      throw cause;
    }
  });

/** What a batch is run for. */
type Lane = "train" | "evaluate";

const copy = (values: Values): Map<string, Float64Array> =>
  new Map([...values].map(([key, value]) => [key, Float64Array.from(value)]));

const zerosLike = (values: Values): Map<string, Float64Array> =>
  new Map([...values].map(([key, { length }]) => [key, new Float64Array(length)]));

const overwrite = (values: ReadonlyMap<string, Float64Array>, given: Values): void => {
  for (const [key, value] of given) values.get(key)?.set(value);
};

const tokensOf = (batch: Batch): number => batch.lengths.reduce((sum, length) => sum + length, 0);

/** Rows of a carried state, or undefined when there is none to tell by. */
const heldRows = ({ layers }: Model, carried: CarriedState | undefined): number | undefined => {
  const rows = carried?.[0]?.[0];
  return rows && rows.length / layers[0]!.states[0]!.size;
};

/** States of each row, layer and state (all vectors) to states of each layer and state, rows × size. */
const joinRows = ({ layers }: Model, finals: readonly States[]): CarriedState =>
  layers.map(({ states }, l) =>
    states.map(({ size }, s) => {
      const rows = new Float64Array(finals.length * size);
      finals.forEach((row, i) => rows.set(row[l]![s]!, i * size));
      return rows;
    })
  );
