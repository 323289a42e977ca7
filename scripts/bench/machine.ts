import { availableParallelism, cpus } from "node:os";
import { blasName } from "../../src/kernels/blas.ts";
import { joinsVectors, runtime } from "../../src/base/runtime.ts";

/** What the figures were measured on. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly runtime: string;
  /** Whether the kernels work on vectors of eight. */
  readonly vectorsOfEight: boolean;
  /** Name of the BLAS that was found. */
  readonly blas?: string;
}

export function machine(): Machine {
  const blas = blasName();
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    processors: availableParallelism(),
    runtime: `${runtime.name} ${runtime.version}`,
    vectorsOfEight: joinsVectors(),
    ...(blas === undefined ? {} : { blas }),
  };
}

export function describeMachine(
  { processor, processors, runtime, vectorsOfEight, blas }: Machine,
): string {
  const vectors = vectorsOfEight ? ", vectors of eight" : "";
  return `${processor}, ${processors} processors, ${runtime}${vectors}, ${blas ?? "no BLAS"}`;
}
