import { availableParallelism, cpus } from "node:os";
import { blasName } from "../../src/kernels/blas.ts";
import { runtime } from "../../src/runtime.ts";

/** What the figures were measured on. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly runtime: string;
  /** Name of the BLAS that was found. */
  readonly blas?: string;
}

export function machine(): Machine {
  const blas = blasName();
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    processors: availableParallelism(),
    runtime: `${runtime.name} ${runtime.version}`,
    ...(blas === undefined ? {} : { blas }),
  };
}

export function describeMachine({ processor, processors, runtime, blas }: Machine): string {
  return `${processor}, ${processors} processors, ${runtime}, ${blas ?? "no BLAS"}`;
}
