/** The float32 engine: a compiled plan on the worker pool. */
import { byteOf, bytesOn, elementIndex, type Pointer } from "../../kernels/pointer.ts";
import { Effect, type Scope } from "effect";
import type { Batch } from "../../text/batch/batch.ts";
import { RunError } from "../../base/errors.ts";
import { exp, log } from "../../kernels/math.ts";
import type { Product } from "../../kernels/product.ts";
import { dropoutKey } from "../../model/dropout_key.ts";
import type { Model, Values } from "../../model/model.ts";
import { bind } from "../step/bind.ts";
import { compile } from "../compile/compile.ts";
import { floats } from "../plan/control.ts";
import { readResults } from "../step/results.ts";
import { stagedFloats } from "../step/staging.ts";
import { tokenBlocks } from "../step/token_block.ts";
import type { ParameterPlace } from "../plan/parameters.ts";
import type { Capacity, Plan } from "../plan/plan.ts";
import { makePool, type Pool } from "../workers/pool.ts";
import type { WorkerProfile } from "../workers/profile.ts";
import { program } from "../workers/programs.ts";
import { carriedLane } from "./carried_lane.ts";
import type {
  CarriedState,
  Engine,
  EngineOptions,
  EvaluationReport,
  StepReport,
  StepSettings,
} from "../engine.ts";

export interface PlanEngineOptions extends EngineOptions {
  readonly model: Model;
  readonly weights: Values;
  readonly capacity: Capacity;
  readonly gemm: Product["kind"];
  readonly workers: number;
  readonly processors: number;
  /** Whether the workers time where their steps go; false if absent. */
  readonly profile?: boolean;
}

export type PlanEngine = Engine["Service"] & {
  /** Where the time of the training steps so far went, a worker each; zeros unless asked for. */
  readonly profile: Effect.Effect<readonly WorkerProfile[]>;
};

/** The plan that the engine runs; throws where the model can't be compiled. */
export const compileFor = (
  { model, optimizer, clip, gemm, capacity, workers }: Pick<
    PlanEngineOptions,
    "model" | "optimizer" | "clip" | "gemm" | "capacity" | "workers"
  >,
): Plan =>
  compile(model, {
    capacity,
    slots: optimizer.slots.length,
    gemm,
    sparse: optimizer.sparse ?? false,
    direct: (optimizer.linear ?? false) && clip === "none",
    workers,
  });

/** Compiles the model, starts the pool, and gives the engine; the pool ends with the scope. */
export const makePlanEngine = (
  options: PlanEngineOptions,
): Effect.Effect<PlanEngine, RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { model, optimizer, gemm, workers, processors } = options;
    const plan = yield* Effect.try({ try: () => compileFor(options), catch: asRunError });
    const pool = yield* makePool({
      plan,
      gemm,
      optimizerCode: optimizer.code,
      workers,
      processors,
      profile: options.profile ?? false,
      gateSource: model.gateModule?.source,
    });
    return runOnPool(plan, pool, options);
  });

const asRunError = (cause: unknown): RunError =>
  new RunError({ message: cause instanceof Error ? cause.message : String(cause) });

/** The engine on a compiled plan and a pool that runs it. */
export const runOnPool = (
  plan: Plan,
  pool: Pool,
  options: EngineOptions & Pick<PlanEngineOptions, "model" | "weights">,
): PlanEngine => {
  const { model, optimizer } = options;
  const memory = viewMemory(plan, pool.memory);
  memory.write(plan.parameters, options.weights);

  const lanes = [
    carriedLane(plan, memory.float32, 0),
    carriedLane(plan, memory.float32, 1),
  ] as const;
  let training: boolean | undefined;
  let packed = false;

  const setDropout = (on: boolean) => {
    if (training === on) return;
    training = on;
    for (const { pointer, rate } of plan.dropouts) {
      memory.float32[elementIndex(pointer)] = on ? rate : 0;
    }
  };
  const bindBatch = (batch: Batch, lane: 0 | 1, step: number | undefined) =>
    Effect.try({
      try: () => {
        const held = lanes[lane].rows();
        const carried = batch.carried && held > 0;
        const rows = batch.lengths.length;
        if (carried && held !== rows) {
          throw new RangeError(`The carried state has ${held} rows, but the batch has ${rows}`);
        }
        const { seed } = options;
        const key = step === undefined || plan.dropouts.length === 0
          ? undefined
          : (row: number, t: number) => dropoutKey(seed, step, row, t);
        const bound = bind(plan, memory.int32, batch, { carried, lane, dropoutKey: key });
        if (carried) lanes[lane].arrange(bound.order);
        return bound;
      },
      catch: asRunError,
    });

  /** The step that was submitted last: a carried batch starts from the states that it leaves. */
  let latest: Effect.Effect<unknown, RunError> = Effect.void;

  const submit = (batch: Batch, { step, learningRate, norm = true }: StepSettings) =>
    Effect.gen(function* () {
      if (batch.carried) yield* latest;
      yield* pool.free;
      const { tokens, order } = yield* bindBatch(batch, 0, step);
      setDropout(true);
      const rows = batch.lengths.length;
      const { clip, loss } = options;
      const settings = optimizer.kernelSettings({
        learningRate,
        gradientScale: 1,
        gradientLimit: clip !== "none" && "value" in clip ? clip.value : Infinity,
        time: step + 1,
      });
      const at = elementIndex(stagedFloats(plan));
      memory.float32[at + floats.lossScale] = loss === "token-mean" ? 1 / tokens : 1 / rows;
      const clipped = clip !== "none" && "norm" in clip;
      memory.float32[at + floats.normLimit] = clipped ? clip.norm : Infinity;
      memory.float32.set(settings, at + floats.settings);
      const measured = clipped || norm;
      const generation = yield* pool.submit(
        clipped ? program.clippedTrain : program.train,
        measured,
      );
      let heard = false;
      const report = Effect.map(pool.over(generation), (): StepReport => {
        if (!heard) lanes[0].leave(order);
        heard = true;
        packed = false;
        const results = readResults(plan, memory.float64, generation);
        const { loss } = results;
        return measured ? { loss, tokens, gradientNorm: results.norm } : { loss, tokens };
      });
      latest = report;
      return report;
    });

  const evaluate = (batch: Batch) =>
    Effect.gen(function* () {
      yield* pool.free;
      const { tokens, rowOfToken, order } = yield* bindBatch(batch, 1, undefined);
      setDropout(false);
      yield* pool.run(packed ? program.packedEvaluate : program.evaluate);
      packed = true;
      lanes[1].leave(order);
      const losses = elementIndex(plan.output.losses);
      const rowLosses = new Float64Array(batch.lengths.length);
      for (let token = 0; token < tokens; token++) {
        rowLosses[rowOfToken[token]!]! += memory.float32[losses + token]!;
      }
      return { rowLosses, tokens } satisfies EvaluationReport;
    });

  const predict = (batch: Batch) =>
    Effect.gen(function* () {
      const rows = batch.lengths.length;
      if (rows !== 1) {
        return yield* new RunError({ message: `Expected a batch of 1 row, got ${rows}` });
      }
      const { tokens } = yield* evaluate(batch);
      const { logits, stride, tokens: own } = tokenBlocks(plan, tokens).at(-1)!;
      const at = elementIndex(logits) + own - 1;
      return logSoftmax(
        Float32Array.from({ length: model.vocabulary }, (_, word) =>
          memory.float32[at + word * stride]!),
      );
    });

  return {
    profile: Effect.sync(() => pool.profile()),
    train: (batch, settings) => Effect.flatten(submit(batch, settings)),
    submit,
    evaluate,
    predict,
    weights: Effect.sync(() => memory.read(plan.parameters)),
    setWeights: (values: Values) =>
      Effect.sync(() => {
        memory.write(plan.parameters, values);
        packed = false;
      }),
    slots: Effect.sync(() =>
      new Map(optimizer.slots.map((name, index) => [name, memory.read(plan.slots[index]!)]))
    ),
    setSlots: (slots: ReadonlyMap<string, Values>) =>
      Effect.sync(() => {
        optimizer.slots.forEach((name, index) => {
          const values = slots.get(name);
          if (values !== undefined) memory.write(plan.slots[index]!, values);
        });
      }),
    gradient: Effect.sync(() => memory.read(plan.gradient)),
    carried: Effect.sync(() => lanes[0].read()),
    setCarried: (state: CarriedState | undefined) => Effect.sync(() => lanes[0].write(state)),
  };
};

/** log-probabilities in float64 from float32 logits. */
const logSoftmax = (logits: Float32Array): Float64Array => {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = logits.reduce((total, x) => total + exp(x - most), 0);
  const shift = most + log(sum);
  return Float64Array.from(logits, (x) => x - shift);
};

const viewMemory = (plan: Plan, memory: WebAssembly.Memory) => {
  const float32 = new Float32Array(memory.buffer);
  const each = (
    range: Pointer,
    place: ParameterPlace,
    visit: (index: number, element: number) => void,
  ) => {
    const start = elementIndex(bytesOn(range, byteOf(place.pointer) - byteOf(plan.parameters)));
    for (let r = 0; r < place.rows; r++) {
      for (let c = 0; c < place.columns; c++) {
        visit(start + r * place.rowStride + c * place.columnStride, r * place.columns + c);
      }
    }
  };
  return {
    int32: new Int32Array(memory.buffer),
    float32,
    float64: new Float64Array(memory.buffer),
    /** Copies of the values of all parameters in the range (parameters, gradient, a slot). */
    read: (range: Pointer): Values =>
      new Map(plan.places.map((place) => {
        const values = new Float32Array(place.rows * place.columns);
        each(range, place, (index, element) => values[element] = float32[index]!);
        return [place.key, values];
      })),
    write: (range: Pointer, values: Values): void => {
      for (const place of plan.places) {
        const from = values.get(place.key);
        if (from !== undefined) {
          each(range, place, (index, element) => float32[index] = from[element]!);
        }
      }
    },
  };
};
