/** Measures a workload on the real engine, all products and worker counts side by side. */
import { availableParallelism } from "node:os";
import { Effect, type Scope } from "effect";
import { makePlanEngine, type PlanEngine } from "../../src/engine/plan_engine.ts";
import type { RunError } from "../../src/errors.ts";
import type { ProductKind } from "../../src/kernels/product_kind.ts";
import { initialWeights } from "../../src/model/initial_weights.ts";
import { makeOptimizer } from "../../src/optimizer/make_optimizer.ts";
import { tokenWork } from "../../src/plan/describe.ts";
import { makeProductMeter, type ProductMeter } from "./product_meter.ts";
import type { WorkerProfile } from "../../src/workers/profile.ts";
import { type StepProfile, stepProfile } from "./step_profile.ts";
import { type Spread, spread } from "./spread.ts";
import { type StepProduct, stepProducts } from "./step_products.ts";
import type { Workload } from "./workload.ts";

export interface MeasureOptions {
  readonly gemms: readonly ProductKind[];
  readonly workers: readonly number[];
  /** Length of one repetition. */
  readonly seconds: number;
  readonly repetitions: number;
  /** Measures the phases of a step, which costs some speed. */
  readonly profile: boolean;
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
  readonly profile?: StepProfile;
}

interface Subject {
  readonly gemm: ProductKind;
  readonly workers: number;
  readonly engine: PlanEngine;
  readonly meter: ProductMeter;
  step: number;
  /** Profile and number of steps once warm, and the time of the steps since. */
  warm: { readonly profile: readonly WorkerProfile[]; readonly step: number };
  milliseconds: number;
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
  Effect.scoped(Effect.gen(function* () {
    const subjects = yield* openSubjects(workload, options);
    const { seconds, repetitions } = options;
    for (const subject of subjects) {
      yield* train(workload, subject, Math.max(0.3, seconds));
      subject.warm = { profile: yield* subject.engine.profile, step: subject.step };
      subject.milliseconds = 0;
    }
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const subject of subjects) {
        subject.rates.push(yield* train(workload, subject, seconds));
        const speed = yield* subject.meter.measure(subject.workers, seconds / 2);
        subject.productSpeeds.push(speed);
      }
    }
    const work = tokenWork(workload.model).training;
    return yield* Effect.forEach(subjects, (subject) =>
      Effect.map(subject.engine.profile, (profile): Measurement => {
        const { gemm, workers, rates, productSpeeds, warm, step, milliseconds } = subject;
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
          ...(options.profile
            ? { profile: stepProfile(warm.profile, profile, step - warm.step, milliseconds) }
            : {}),
        };
      }));
  }));

const openSubjects = (
  workload: Workload,
  { gemms, workers, profile }: MeasureOptions,
): Effect.Effect<Subject[], RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { model, capacity, clip } = workload;
    const weights = initialWeights(model, 1);
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

/** Trains for so many seconds; gives tokens a second. */
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
    do {
      const batch = batches[subject.step % batches.length]!;
      const report = yield* subject.engine.train(batch, {
        step: subject.step++,
        learningRate,
        norm: false,
      });
      tokens += report.tokens;
      milliseconds = performance.now() - start;
    } while (milliseconds < seconds * 1000);
    subject.milliseconds += milliseconds;
    return tokens * 1000 / milliseconds;
  });
