/** The capacity, optimizer, product and workers that a plan is compiled for. */
import type { Product } from "../../kernels/product.ts";
import type { Pointer } from "../../kernels/pointer.ts";
import type { Capacity } from "../plan/plan.ts";

export interface CompileOptions {
  readonly capacity: Capacity;
  /** Arrays that the optimizer keeps beside the parameters. */
  readonly slots: number;
  /** The product that will run the plan: it decides which weights are packed once a step. */
  readonly gemm: Product["kind"];
  /** Whether the optimizer leaves elements alone whose gradient is 0. */
  readonly sparse?: boolean;
  /** Whether a product may move the weights that it computes the gradient of (see OutputPlan.direct). */
  readonly direct?: boolean;
  readonly workers: number;
  /** Whether only the forward calls will run: no weight is packed for the way back, no gradient kept. */
  readonly forwardOnly?: boolean;
  /** Where the plan's memory begins, behind what the kernels reserve; there if absent. */
  readonly start?: Pointer;
}
