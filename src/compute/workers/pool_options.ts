/** What a pool needs to start. */
import type { Product } from "../../kernels/product.ts";
import type { Plan } from "../plan/plan.ts";

export interface PoolOptions {
  readonly plan: Plan;
  readonly gemm: Product["kind"];
  readonly optimizerCode: number;
  readonly workers: number;
  /** Processors of the machine: with fewer than workers, none spins. */
  readonly processors: number;
  /** Whether the workers time their phases. */
  readonly profile: boolean;
  /** Source of the user's file of gates, where the plan calls such. */
  readonly gateSource?: string | undefined;
  /** Milliseconds without any progress after which a worker counts as lost; see watch_progress.ts. */
  readonly patience?: number | undefined;
}
