import { availableParallelism, cpus } from "node:os";
import process from "node:process";
import { blasName } from "../../src/kernels/blas.ts";
import { runtime } from "../../src/runtime.ts";

/** What the figures were measured on. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly runtime: string;
  /** Options of V8, see scripts/v8_flags.ts. */
  readonly options: string;
  /** Name of the BLAS that was found. */
  readonly blas?: string;
}

export function machine(): Machine {
  const blas = blasName();
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    processors: availableParallelism(),
    runtime: `${runtime.name} ${runtime.version}`,
    options: process.env.DENO_V8_FLAGS ?? "",
    ...(blas === undefined ? {} : { blas }),
  };
}

export function describeMachine(
  { processor, processors, runtime, options, blas }: Machine,
): string {
  const vectors = options.includes("revectorize") ? ", vectors of eight" : "";
  return `${processor}, ${processors} processors, ${runtime}${vectors}, ${blas ?? "no BLAS"}`;
}
