/** Whether a worker computes as the head of its sweep does. */
import { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { ReadExperiment } from "../../experiment/read_experiment.ts";
import { oneLine } from "../../base/terminal/printable.ts";
import { currentEnvironment } from "../../run/environment.ts";
import { environmentChanges } from "../../run/environment_changes.ts";
import type { SweepDefinition } from "../records/definition.ts";
import { resolveEngine } from "../../experiment/setup/resolve_engine.ts";
import { isSearched } from "./trial_differences.ts";

/** Warns where code, products, runtime, processor or packages here are not those of the head. */
export const warnOfHead = Effect.fnUntraced(function* (
  name: string,
  { environment: head, space }: SweepDefinition,
  { experiment }: ReadExperiment,
): Effect.fn.Return<void, InputError | RunError> {
  if (head === undefined) return;
  const engine = yield* resolveEngine(experiment.engine);
  const changes = environmentChanges(head, yield* currentEnvironment(engine)).filter((change) =>
    !isSearched(change.name, space) && !(change.name === "processor" && engine.gemm === "wasm")
  );
  if (changes.length === 0) return;
  const lines = changes.map(({ name, then, now }) =>
    oneLine(`${name}: ${then} there, ${now} here`)
  );
  yield* Effect.logWarning(
    `The head of the sweep "${name}" computes differently, so trials may differ by more than ` +
      `their values: ${lines.join("; ")}`,
  );
});
