/**
 * The gradients of parameters, each summed over all tokens in order, in jobs that any worker may take.
 * A job also leaves the sum of squares of what it computed, while that is in the cache.
 */
import {
  doubleIndex,
  elementIndex,
  elementsOn,
  nowhere,
  type Pointer,
} from "../../kernels/pointer.ts";
import { control } from "../plan/control.ts";
import { beat, type Environment, readHeader } from "./environment.ts";
import { boundTokens } from "./phase.ts";
import type { GradientJob, TableGradient } from "../plan/gradient_jobs.ts";
import type { Plan } from "../plan/plan.ts";
import { productOf } from "./product_of.ts";
import { tokenBlocks } from "./token_block.ts";

/** The output layer's jobs come first, then the layers'. */
export const gradientJob = ({ outputGradients, gradients }: Plan, index: number): GradientJob =>
  outputGradients[index] ?? gradients[index - outputGradients.length]!;

const isNormWanted = ({ plan, int32 }: Environment): boolean =>
  int32[elementIndex(plan.control) + control.norm] === 1;

/** Computes job number `index` and, where the norm is wanted, its sum of squares. */
export const computeGradient = (env: Environment, index: number): void => {
  const job = gradientJob(env.plan, index);
  compute(env, job);
  if (!isNormWanted(env)) return;
  let squares = 0;
  eachRange(env, job, false, (pointer, elements) => {
    squares += env.kernels.sumSquares(pointer, elements);
  });
  env.float64[doubleIndex(env.plan.squares) + index] = squares;
};

/**
 * The stretches of the gradient that a job computes. Of a table, only the rows that the batch touches,
 * all others being 0, unless the `whole` is wanted.
 */
export const eachRange = (
  env: Environment,
  job: GradientJob,
  whole: boolean,
  visit: (pointer: Pointer, elements: number) => void,
): void => {
  switch (job.kind) {
    case "product":
      return visit(job.gradient, job.rows * job.columns);
    case "vector":
      return visit(job.gradient, job.columns);
    case "output": {
      const { output } = env.plan;
      const { first, last } = job;
      if (!output.tied) {
        const { columns } = output.weight;
        visit(elementsOn(output.weightGradient, first * columns), (last - first) * columns);
      }
      if (output.biasGradient !== nowhere) {
        visit(elementsOn(output.biasGradient, first), last - first);
      }
      return;
    }
    case "table": {
      const { gradient, columns, first, last } = job;
      if (whole || job.tied) {
        return visit(elementsOn(gradient, first * columns), (last - first) * columns);
      }
      const ids = touchedWords(env, "ids", job);
      for (let i = ids.from; i < ids.to; i++) {
        visit(elementsOn(gradient, env.int32[i]! * columns), columns);
      }
    }
  }
};

const compute = (env: Environment, job: GradientJob): void => {
  const { kernels, product, plan } = env;
  const n = boundTokens(env);
  switch (job.kind) {
    case "product": {
      const { rows, columns, gradient, parts } = job;
      parts.forEach(({ dy, ld, operand, operandLd }, part) => {
        beat(env);
        productOf(product, {
          a: { at: dy, ld, transposed: true },
          b: { at: operand, ld: operandLd },
          to: { at: gradient, ld: columns },
          m: rows,
          n: columns,
          k: n,
          beta: part === 0 ? 0 : 1,
        });
      });
      return;
    }
    case "vector": {
      const rows = { token: n, age: n * plan.ages, sentence: readHeader(env, "rows") * plan.ages };
      kernels.fill(job.gradient, job.columns, 0);
      for (const part of job.parts) {
        if (part.rows === "sentence" && readHeader(env, "carried") === 1) continue;
        kernels.columnSums(part.source, rows[part.rows], job.columns, part.ld, job.gradient, 1);
      }
      return;
    }
    case "table":
      return computeTable(env, job);
    case "output": {
      const { output } = plan;
      const { first, last } = job;
      if (output.biasGradient !== nowhere) {
        const to = elementsOn(output.biasGradient, first);
        tokenBlocks(plan, n).forEach(({ logits, stride, tokens }, block) => {
          const from = elementsOn(logits, stride * first);
          kernels.rowSums(from, last - first, tokens, stride, to, block === 0 ? 0 : 1);
        });
      }
      if (output.tied) return;
      if (!output.direct || isNormWanted(env)) outputWeight(env, first, last, 0);
    }
  }
};

/** Rows first…last−1 of the output weight's gradient: (those rows of the logits' gradient) · source. */
const outputWeight = (env: Environment, first: number, last: number, beta: 0 | 1): void =>
  addOutputGradient(env, first, last, 1, beta, env.plan.output.weightGradient);

/** Moves rows first…last−1 of the output weight against their gradient, which is not kept. */
export const descendOutput = (env: Environment, first: number, last: number, rate: number): void =>
  addOutputGradient(env, first, last, -rate, 1, env.plan.output.weight.pointer);

const addOutputGradient = (
  env: Environment,
  first: number,
  last: number,
  alpha: number,
  beta: 0 | 1,
  matrix: Pointer,
): void => {
  const { source, weight } = env.plan.output;
  const { columns } = weight;
  const blocks = tokenBlocks(env.plan, boundTokens(env));
  blocks.forEach(({ logits, stride, firstToken, tokens }, block) => {
    beat(env);
    productOf(env.product, {
      a: { at: elementsOn(logits, stride * first), ld: stride },
      b: { at: elementsOn(source.base, source.ld * firstToken), ld: source.ld },
      to: { at: elementsOn(matrix, first * columns), ld: columns },
      m: last - first,
      n: columns,
      k: tokens,
      alpha,
      beta: block === 0 ? beta : 1,
    });
  });
};

/** Rows that no token of the batch looks up are 0: only those of the batch before must be wiped. */
const computeTable = (env: Environment, job: TableGradient): void => {
  const { kernels, plan, layout, int32 } = env;
  const { gradient, columns, first, last, source, sourceLd, tied } = job;
  if (tied) kernels.fill(elementsOn(gradient, first * columns), (last - first) * columns, 0);
  else {
    const stale = touchedWords(env, "stale", job);
    for (let i = stale.from; i < stale.to; i++) {
      kernels.fill(elementsOn(gradient, int32[i]! * columns), columns, 0);
    }
  }
  const ids = touchedWords(env, "ids", job);
  const groupIds = elementIndex(plan.binding) + layout.groupIds;
  kernels.sumRows(
    source,
    sourceLd,
    columns,
    elementsOn(plan.binding, layout.order),
    elementsOn(plan.binding, layout.groupStarts),
    elementsOn(plan.binding, layout.groupIds),
    ids.from - groupIds,
    ids.to - groupIds,
    gradient,
  );
  if (tied) outputWeight(env, first, last, 1);
};

/** Places in int32 of the words of a job's range that this batch (or the one before: stale) looks up. */
const touchedWords = (
  env: Environment,
  which: "ids" | "stale",
  { first, last }: TableGradient,
): { readonly from: number; readonly to: number } => {
  const { plan, layout, int32 } = env;
  const start = elementIndex(plan.binding) + (which === "ids" ? layout.groupIds : layout.staleIds);
  const end = start + readHeader(env, which === "ids" ? "groups" : "stale");
  return { from: lowerBound(int32, start, end, first), to: lowerBound(int32, start, end, last) };
};

/** First place in low…high−1 whose element is not below the value; the elements there rise. */
const lowerBound = (sorted: Int32Array, low: number, high: number, value: number): number => {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
