/**
 * The optimizer's step: each job's part of the parameters is updated once its gradient is known.
 */
import {
  byteOf,
  bytesOn,
  doubleIndex,
  elementIndex,
  elementsOn,
  nowhere,
  type Pointer,
} from "../../kernels/pointer.ts";
import { updateSettings } from "../../kernels/kernels.ts";
import { clipScale } from "../optimizer/clip.ts";
import { floats, floatWords } from "../plan/control.ts";
import type { WorkerEnvironment } from "./worker_environment.ts";
import { gradientJob } from "./gradient_job.ts";
import { eachRange } from "./gradient_ranges.ts";
import { descendOutput } from "./output_gradient.ts";
import { type Phase, stepScalar } from "./phase.ts";

const jobs = ({ plan }: Pick<WorkerEnvironment, "plan">) =>
  plan.outputGradients.length + plan.gradients.length;

/** Norm of the whole gradient: the jobs' sums of squares in order. */
export const normOfJobs = (env: Pick<WorkerEnvironment, "plan" | "float64">): number => {
  let sum = 0;
  for (let job = 0; job < jobs(env); job++) {
    sum += env.float64[doubleIndex(env.plan.squares) + job]!;
  }
  return Math.sqrt(sum);
};

/** Updates the parameters of job number `index` by optimizer `code`. */
export const updateJob = (
  env: WorkerEnvironment,
  code: number,
  index: number,
  scale: number,
): void => {
  const { plan, kernels, float32 } = env;
  const job = gradientJob(plan, index);
  const from = elementIndex(plan.control) + floatWords + floats.settings;
  const to = elementIndex(env.settings);
  for (let i = 0; i < updateSettings; i++) float32[to + i] = float32[from + i]!;
  float32[to + 1] = scale;
  const slot = (at: number, which: 0 | 1) => {
    const pointer = plan.slots[which];
    return pointer === undefined ? nowhere : bytesOn(pointer, at);
  };
  const move = (gradient: Pointer, elements: number) => {
    const at = byteOf(gradient) - byteOf(plan.gradient);
    kernels.update(
      code,
      bytesOn(plan.parameters, at),
      gradient,
      slot(at, 0),
      slot(at, 1),
      elements,
      env.settings,
    );
  };
  const { direct, biasGradient } = plan.output;
  if (job.kind !== "output" || !direct) return eachRange(env, job, !plan.sparse, move);
  const { first, last } = job;
  descendOutput(env, job, float32[to]!);
  if (biasGradient !== nowhere) move(elementsOn(biasGradient, first), last - first);
};

/**
 * The update if the gradient's norm is limited (as in PyTorch): no parameter is updated before the
 * whole gradient is known.
 */
export const makeClippedUpdate = (code: number): Phase => ({
  name: "update",
  pieces: jobs,
  run: (env, piece) => {
    const limit = stepScalar(env, "normLimit");
    updateJob(env, code, piece, clipScale(normOfJobs(env), limit));
  },
});
