/** What an experiment is computed with on this machine; nothing of it is started. */
import { availableParallelism } from "node:os";
import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import type { EngineConfig } from "../../compute/schema.ts";
import { blasBuild, blasName } from "../../kernels/blas.ts";
import type { ProductKind } from "../../kernels/product.ts";
import { resolveGemm } from "../../kernels/resolve_gemm.ts";

/** How an experiment is computed on this machine, as its manifest says. */
export interface ResolvedEngine {
  readonly gemm: ProductKind | "reference";
  readonly library?: string;
  readonly build?: string;
  readonly precision: "float32" | "float64";
  readonly workers: number;
}

/** More threads than these for a processor only take memory, some 14 MiB each. */
const workersAProcessor = 4;

/**
 * How many threads a machine gives: their number changes no bit, so a config may ask for too many.
 */
const workersHere = (wanted: number | "auto", processors: number): Effect.Effect<number> => {
  if (wanted === "auto") return Effect.succeed(processors);
  const most = workersAProcessor * processors;
  if (wanted <= most) return Effect.succeed(wanted);
  return Effect.as(
    Effect.logWarning(
      `${wanted} workers exceed the limit of ${workersAProcessor} per processor (${processors} ` +
        `${processors === 1 ? "processor" : "processors"}): using ${most}; results do not change`,
    ),
    most,
  );
};

/**
 * What `auto` means here. With `recorded`, the product that a run was begun with: it is used again,
 * or missed with an error.
 */
export const resolveEngine = Effect.fnUntraced(function* (
  config: EngineConfig,
  recorded?: ResolvedEngine["gemm"],
  processors = availableParallelism(),
): Effect.fn.Return<ResolvedEngine, InputError> {
  if (config.precision === "float64") {
    return { gemm: "reference", precision: "float64", workers: 1 };
  }
  const workers = yield* workersHere(config.workers, processors);
  const wanted = recorded === undefined || recorded === "reference" ? config.gemm : recorded;
  const gemm = yield* resolveGemm(wanted);
  const library = gemm === "blas" ? blasName() : undefined;
  const build = gemm === "blas" ? blasBuild() : undefined;
  return {
    gemm,
    ...(library === undefined ? {} : { library }),
    ...(build === undefined ? {} : { build }),
    precision: "float32",
    workers,
  };
});

export const describeEngine = ({ gemm, library, precision, workers }: ResolvedEngine): string =>
  gemm === "reference"
    ? "engine: float64 reference, one thread"
    : `engine: ${precision}, products by ${gemm}${library === undefined ? "" : ` (${library})`}, ` +
      `${workers} ${workers === 1 ? "worker" : "workers"}`;
