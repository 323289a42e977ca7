/** Warnings of changes since a run started that may change its results. */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { oneLine } from "../../base/terminal/printable.ts";
import { currentEnvironment } from "../../run/environment.ts";
import type { EnvironmentChange } from "../../run/environment_changes.ts";
import type { Manifest } from "../../run/manifest.ts";
import { changesSince } from "../../run/run_parts.ts";
import type { ResolvedEngine } from "../../experiment/setup/resolve_engine.ts";

/**
 * Warns where the run, or a part of it, was computed by other code, products, runtime, processor or
 * packages than this process would compute it with.
 */
export const warnOfChanges = Effect.fnUntraced(function* (
  manifest: Manifest,
  engine: ResolvedEngine,
): Effect.fn.Return<void, RunError> {
  const now = yield* currentEnvironment(engine);
  // The product "wasm" gives the same bits on every processor.
  const matters = ({ name }: EnvironmentChange) => name !== "processor" || engine.gemm !== "wasm";
  const lines = changesSince(manifest, now, matters);
  if (lines.length === 0) return;
  yield* Effect.logWarning(
    `Changed since this run started, so its bits may differ: ${lines.map(oneLine).join("; ")}`,
  );
});
