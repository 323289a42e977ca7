/** The stretches of the gradient that a job computes. */
import { elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import type { GradientJob, OutputGradient, TableGradient } from "../plan/gradient_jobs.ts";
import type { WorkerEnvironment } from "./worker_environment.ts";
import { touchedWords } from "./touched_words.ts";

type Visit = (pointer: Pointer, elements: number) => void;

/** Of a table only the rows that the batch touches, all others being 0, unless the `whole` is wanted. */
export const eachRange = (
  env: WorkerEnvironment,
  job: GradientJob,
  whole: boolean,
  visit: Visit,
): void => {
  switch (job.kind) {
    case "product":
      return visit(job.gradient, job.rows * job.columns);
    case "vector":
      return visit(job.gradient, job.columns);
    case "output":
      return outputRanges(env, job, visit);
    case "table":
      return whole || job.tied ? tableRange(job, visit) : touchedRows(env, job, visit);
  }
};

const outputRanges = (
  { plan: { output } }: WorkerEnvironment,
  { first, last }: OutputGradient,
  visit: Visit,
): void => {
  if (!output.tied) {
    const { columns } = output.weight;
    visit(elementsOn(output.weightGradient, first * columns), (last - first) * columns);
  }
  if (output.biasGradient !== nowhere) visit(elementsOn(output.biasGradient, first), last - first);
};

const tableRange = ({ gradient, columns, first, last }: TableGradient, visit: Visit): void =>
  visit(elementsOn(gradient, first * columns), (last - first) * columns);

const touchedRows = (env: WorkerEnvironment, job: TableGradient, visit: Visit): void => {
  const { from, to } = touchedWords(env, "ids", job);
  for (let i = from; i < to; i++) {
    visit(elementsOn(job.gradient, env.int32[i]! * job.columns), job.columns);
  }
};
