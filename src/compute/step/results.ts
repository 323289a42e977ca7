/**
 * The results of a training step for the main thread, kept separate from those of the next step.
 */
import { doubleIndex, elementIndex } from "../../kernels/pointer.ts";
import type { WorkerEnvironment } from "./worker_environment.ts";
import { boundTokens } from "./phase.ts";
import type { Plan } from "../plan/plan.ts";
import { normOfJobs } from "./update_phase.ts";

export interface StepResults {
  /** Sum over the batch's tokens of the cross-entropy, in nats. */
  readonly loss: number;
  /** Norm of the gradient, if it was wanted; otherwise that of an earlier step. */
  readonly norm: number;
}

const place = ({ results }: Pick<Plan, "results">, generation: number): number =>
  doubleIndex(results) + 2 * (generation & 1);

/** By the last worker to leave a step. */
export const leaveResults = (env: WorkerEnvironment, generation: number): void => {
  const { float32, float64, plan } = env;
  const at = place(plan, generation);
  const tokens = boundTokens(env);
  let loss = 0;
  for (let token = 0; token < tokens; token++) {
    loss += float32[elementIndex(plan.output.losses) + token]!;
  }
  float64[at] = loss;
  float64[at + 1] = normOfJobs(env);
};

export const readResults = (
  plan: Pick<Plan, "results">,
  float64: Float64Array,
  generation: number,
): StepResults => {
  const at = place(plan, generation);
  return { loss: float64[at]!, norm: float64[at + 1]! };
};
