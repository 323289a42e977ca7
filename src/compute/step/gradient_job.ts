/**
 * The gradients of parameters, each summed over all tokens in order, in jobs that any worker may
 * take. A job also stores the sum of squares of its result while that is in the cache.
 */
import { doubleIndex, elementIndex, elementsOn } from "../../kernels/pointer.ts";
import type {
  GradientJob,
  TableGradient,
  VectorGradient,
  WeightGradient,
} from "../plan/gradient_jobs.ts";
import type { Plan } from "../plan/plan.ts";
import { beat, readHeader, type WorkerEnvironment } from "./worker_environment.ts";
import { eachRange } from "./gradient_ranges.ts";
import { outputGradient, outputWeightGradient } from "./output_gradient.ts";
import { boundTokens, isNormWanted } from "./phase.ts";
import { productOf } from "./product_of.ts";
import { touchedWords } from "./touched_words.ts";

/** The output layer's jobs come first, then the layers'. */
export const gradientJob = ({ outputGradients, gradients }: Plan, index: number): GradientJob =>
  outputGradients[index] ?? gradients[index - outputGradients.length]!;

/** Computes job number `index` and, where the norm is wanted, its sum of squares. */
export const computeGradient = (env: WorkerEnvironment, index: number): void => {
  const job = gradientJob(env.plan, index);
  compute(env, job);
  if (!isNormWanted(env)) return;
  let squares = 0;
  eachRange(env, job, false, (pointer, elements) => {
    squares += env.kernels.sumSquares(pointer, elements);
  });
  env.float64[doubleIndex(env.plan.squares) + index] = squares;
};

const compute = (env: WorkerEnvironment, job: GradientJob): void => {
  switch (job.kind) {
    case "product":
      return weightGradient(env, job);
    case "vector":
      return vectorGradient(env, job);
    case "table":
      return tableGradient(env, job);
    case "output":
      return outputGradient(env, job);
  }
};

const weightGradient = (
  env: WorkerEnvironment,
  { rows, columns, gradient, parts }: WeightGradient,
): void => {
  const tokens = boundTokens(env);
  parts.forEach(({ dy, ld, operand, operandLd }, part) => {
    beat(env);
    productOf(env.product, {
      a: { at: dy, ld, transposed: true },
      b: { at: operand, ld: operandLd },
      to: { at: gradient, ld: columns },
      m: rows,
      n: columns,
      k: tokens,
      beta: part === 0 ? 0 : 1,
    });
  });
};

const vectorGradient = (
  env: WorkerEnvironment,
  { gradient, columns, parts }: VectorGradient,
): void => {
  const { kernels, plan: { ages } } = env;
  const tokens = boundTokens(env);
  const rows = { token: tokens, age: tokens * ages, sentence: readHeader(env, "rows") * ages };
  kernels.fill(gradient, columns, 0);
  for (const part of parts) {
    // A carried batch starts from what the one before left, not from the learned state.
    if (part.rows === "sentence" && readHeader(env, "carried") === 1) continue;
    kernels.columnSums(part.source, rows[part.rows], columns, part.ld, gradient, 1);
  }
};

/** Rows that no token of the batch looks up are 0: only those of the batch before must be wiped. */
const tableGradient = (env: WorkerEnvironment, job: TableGradient): void => {
  const { kernels, plan: { binding }, layout } = env;
  const { gradient, columns } = job;
  wipeTable(env, job);
  const { from, to } = touchedWords(env, "ids", job);
  const groupIds = elementIndex(binding) + layout.groupIds;
  kernels.sumRows(
    job.source,
    job.sourceLd,
    columns,
    elementsOn(binding, layout.order),
    elementsOn(binding, layout.groupStarts),
    elementsOn(binding, layout.groupIds),
    from - groupIds,
    to - groupIds,
    gradient,
  );
  if (job.tied) outputWeightGradient(env, job, 1);
};

const wipeTable = (env: WorkerEnvironment, job: TableGradient): void => {
  const { kernels, int32 } = env;
  const { gradient, columns, first, last, tied } = job;
  if (tied) {
    return kernels.fill(elementsOn(gradient, first * columns), (last - first) * columns, 0);
  }
  const stale = touchedWords(env, "stale", job);
  for (let i = stale.from; i < stale.to; i++) {
    kernels.fill(elementsOn(gradient, int32[i]! * columns), columns, 0);
  }
};
