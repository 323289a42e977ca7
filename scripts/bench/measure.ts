/** Measures a workload on the real engine, all products and worker counts side by side. */
import { availableParallelism } from "node:os";
import { Effect, type Scope } from "effect";
import type { StepReport } from "../../src/compute/engine.ts";
import { makePlanEngine, type PlanEngine } from "../../src/compute/float32/plan_engine.ts";
import type { RunError } from "../../src/base/errors.ts";
import type { ProductKind } from "../../src/kernels/product.ts";
import { initialWeights } from "../../src/model/initial_weights.ts";
import type { Values } from "../../src/model/model.ts";
import { makeOptimizer } from "../../src/compute/optimizer/make_optimizer.ts";
import { tokenWork } from "../../src/compute/compile/token_work.ts";
import { distancesMoved } from "./distances_moved.ts";
import { makeProductMeter, type ProductMeter } from "./product_meter.ts";
import type { WorkerProfile } from "../../src/compute/workers/profile.ts";
import { type StepProfile, stepProfile } from "./step_profile.ts";
import { type Spread, spread } from "./spread.ts";
import { type StepProduct, stepProducts } from "./step_products.ts";
import { seed, type Workload } from "./workload.ts";

export interface MeasureOptions {
  readonly gemms: readonly ProductKind[];
  readonly workers: readonly number[];
  /** Length of one repetition. */
  readonly seconds: number;
  readonly repetitions: number;
  /** Measures the phases of a step, which costs some speed. */
  readonly profile: boolean;
}

/** Another system that trains: it is measured in turn with ours. */
export interface Rival {
  /** Trains for at least so many seconds; gives tokens per second. */
  readonly measure: (seconds: number) => Effect.Effect<number, RunError>;
}

export interface Measurement {
  readonly workload: string;
  readonly gemm: ProductKind;
  readonly workers: number;
  readonly tokensPerSecond: Spread;
  /** Of the products of a step alone, as tokenWork counts them, in 10⁹ a second. */
  readonly gigaflops: number;
  /** The same, of as many threads that do nothing but the products of a step. */
  readonly productGigaflops: number;
  /** gigaflops / productGigaflops, the median of the repetitions' ratios. */
  readonly fraction: number;
  /** Tokens a second of each repetition, in their order. */
  readonly rates: readonly number[];
  /** Mean loss a token, in nats, of each of the first {@link checkedUpdates} updates. */
  readonly firstLosses: readonly number[];
  /** How far each of the model's tensors was from its first value after them. */
  readonly moved: Readonly<Record<string, number>>;
  readonly profile?: StepProfile;
}

/**
 * Part of a repetition that is trained untimed before it, where others had the machine for seconds:
 * what slept that long first has to get its memory back.
 */
export const settling = 0.25;

/** Updates whose losses are kept, so that another system's can be compared. */
export const checkedUpdates = 10;

interface Subject {
  readonly gemm: ProductKind;
  readonly workers: number;
  readonly engine: PlanEngine;
  readonly meter: ProductMeter;
  step: number;
  /** Profile and number of steps once warm, and the time of the steps since. */
  warm: { readonly profile: readonly WorkerProfile[]; readonly step: number };
  milliseconds: number;
  readonly firstLosses: number[];
  moved: Readonly<Record<string, number>>;
  readonly rates: number[];
  readonly productSpeeds: number[];
}

/**
 * Opens every engine of the workload, then takes them in turn, each repetition followed by the same
 * products alone: what slows the machine for a while slows all.
 */
export const measure = (
  workload: Workload,
  options: MeasureOptions,
): Effect.Effect<Measurement[], RunError> =>
  Effect.map(measureBeside(workload, options, []), ({ measurements }) => measurements);

/**
 * The same with rivals in the rotation, which turns round with every repetition. Gives each rival's
 * tokens per second too, by repetition as ours, so that ratios can be taken pair by pair.
 */
export const measureBeside = (
  workload: Workload,
  options: MeasureOptions,
  rivals: readonly Rival[],
): Effect.Effect<
  { readonly measurements: Measurement[]; readonly rivalRates: ReadonlyArray<readonly number[]> },
  RunError
> =>
  Effect.scoped(Effect.gen(function* () {
    const weights = initialWeights(workload.model, seed);
    const subjects = yield* openSubjects(workload, weights, options);
    const { seconds, repetitions } = options;
    for (const subject of subjects) {
      while (subject.step < checkedUpdates) yield* train(workload, subject, 0);
      subject.moved = distancesMoved(workload.model, weights, yield* subject.engine.weights);
      yield* train(workload, subject, Math.max(0.3, seconds));
      subject.warm = { profile: yield* subject.engine.profile, step: subject.step };
      subject.milliseconds = 0;
    }
    const rivalRates = rivals.map((): number[] => []);
    const turns = [
      ...subjects.map((subject) =>
        Effect.gen(function* () {
          if (rivals.length > 0) yield* train(workload, subject, seconds * settling);
          subject.rates.push(yield* train(workload, subject, seconds));
          const speed = yield* subject.meter.measure(subject.workers, seconds / 2);
          subject.productSpeeds.push(speed);
        })
      ),
      ...rivals.map((rival, index) =>
        Effect.map(rival.measure(seconds), (rate) => void rivalRates[index]!.push(rate))
      ),
    ];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const turn of repetition % 2 === 0 ? turns : turns.toReversed()) yield* turn;
    }
    const work = tokenWork(workload.model).training;
    const measurements = yield* Effect.forEach(subjects, (subject) =>
      Effect.map(subject.engine.profile, (profile): Measurement => {
        const {
          gemm,
          workers,
          rates,
          firstLosses,
          moved,
          productSpeeds,
          warm,
          step,
          milliseconds,
        } = subject;
        const ratios = rates.map((rate, index) =>
          rate * work / productSpeeds[index]!
        );
        const tokensPerSecond = spread(rates);
        return {
          workload: workload.name,
          gemm,
          workers,
          tokensPerSecond,
          gigaflops: tokensPerSecond.median * work / 1e9,
          productGigaflops: spread(productSpeeds).median / 1e9,
          fraction: spread(ratios).median,
          rates,
          firstLosses,
          moved,
          ...(options.profile
            ? { profile: stepProfile(warm.profile, profile, step - warm.step, milliseconds) }
            : {}),
        };
      }));
    return { measurements, rivalRates };
  }));

const openSubjects = (
  workload: Workload,
  weights: Values,
  { gemms, workers, profile }: MeasureOptions,
): Effect.Effect<Subject[], RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { model, capacity, clip } = workload;
    const products = typicalProducts(workload);
    const subjects: Subject[] = [];
    for (const gemm of gemms) {
      const meter = yield* makeProductMeter(gemm, products, Math.max(...workers));
      for (const count of workers) {
        const engine = yield* makePlanEngine({
          model,
          weights,
          optimizer: makeOptimizer(workload.optimizer),
          clip,
          loss: "token-mean",
          seed: 1,
          capacity,
          gemm,
          workers: count,
          processors: availableParallelism(),
          profile,
        });
        subjects.push({
          gemm,
          workers: count,
          engine,
          meter,
          step: 0,
          warm: { profile: [], step: 0 },
          milliseconds: 0,
          firstLosses: [],
          moved: {},
          rates: [],
          productSpeeds: [],
        });
      }
    }
    return subjects;
  });

/** Products of the batch of mean size. */
const typicalProducts = ({ model, batches }: Workload): StepProduct[] => {
  const mean = (of: (batch: Workload["batches"][number]) => number) =>
    batches.reduce((sum, batch) => sum + of(batch), 0) / batches.length;
  const tokens = mean(({ inputs }) => inputs.length);
  const steps = mean(({ lengths }) => Math.max(...lengths));
  return stepProducts(model, {
    tokens: Math.round(tokens),
    rows: Math.round(tokens / steps),
    steps: Math.round(steps),
  });
};

/**
 * Trains for so many seconds, each step handed over before the last one's report is heard; gives
 * tokens per second.
 */
const train = (
  { batches, optimizer }: Workload,
  subject: Subject,
  seconds: number,
): Effect.Effect<number, RunError> =>
  Effect.gen(function* () {
    const { learningRate } = optimizer;
    const start = performance.now();
    let milliseconds = 0;
    let tokens = 0;
    const submit = () => {
      const batch = batches[subject.step % batches.length]!;
      return subject.engine.submit(batch, { step: subject.step++, learningRate, norm: false });
    };
    const { firstLosses } = subject;
    let next: Effect.Effect<StepReport, RunError> | undefined = yield* submit();
    do {
      const report = next;
      next = milliseconds < seconds * 1000 ? yield* submit() : undefined;
      const { loss, tokens: count } = yield* report;
      tokens += count;
      if (firstLosses.length < checkedUpdates) firstLosses.push(loss / count);
      milliseconds = performance.now() - start;
    } while (next !== undefined);
    subject.milliseconds += milliseconds;
    return tokens * 1000 / milliseconds;
  });
