/** Enters a new sweep into the ledger, or checks that a known one can be resumed. */
import { Effect, Option, Schema } from "effect";
import { InputError, type RunError } from "../../base/errors.ts";
import { isThere } from "../../base/files/is_there.ts";
import { withoutPaths } from "../../experiment/without_paths.ts";
import { definitionHash, type SweepDefinition } from "../records/definition.ts";
import { incompatibleChanges } from "../records/incompatible_changes.ts";
import { Ledger } from "../ledger/ledger.ts";
import { describeChange, SweepChange } from "../records/sweep_change.ts";
import type { PreparedSweep } from "./prepare_sweep.ts";

/** The file or the experiment of a sweep with trials has changed. */
export class ChangedSweep extends InputError.extend<ChangedSweep>("ChangedSweep")({
  _tag: Schema.tag("ChangedSweep"),
  sweep: Schema.String,
  changes: Schema.Array(SweepChange),
}) {
  override get message(): string {
    return [
      `The sweep "${this.sweep}" has changed since it started, so its results no longer apply: ` +
      "undo the change, or rename the sweep file",
      ...this.changes.map((change) => `  ${describeChange(change)}`),
    ].join("\n");
  }
}

/** `--retry` names a sweep that was never started. */
export class SweepNotBegun extends InputError.extend<SweepNotBegun>("SweepNotBegun")({
  _tag: Schema.tag("SweepNotBegun"),
  sweep: Schema.String,
  /** The folder or the store that was looked in. */
  where: Schema.String,
}) {
  override get message(): string {
    return `--retry: There is no sweep "${this.sweep}" in "${this.where}"; ` +
      "use --runs or --store to say where it is";
  }
}

/** Writes a sweep into the ledger; refuses one that has changed incompatibly. */
export const enterSweep = Effect.fnUntraced(function* (
  name: string,
  head: string,
  definition: SweepDefinition,
): Effect.fn.Return<void, InputError | RunError, Ledger> {
  const ledger = yield* Ledger;
  const known = yield* ledger.sweep(name);
  if (Option.isSome(known)) {
    const { length } = yield* ledger.trials(name);
    const before = withoutPlaces(known.value.definition);
    const changes = incompatibleChanges(before, withoutPlaces(definition), length);
    if (changes.length > 0) return yield* new ChangedSweep({ sweep: name, changes });
  }
  yield* ledger.define(name, definitionHash(definition), definition, head);
});

/** Where its files are doesn't define a sweep: their bytes are compared. */
const withoutPlaces = (definition: SweepDefinition): SweepDefinition => ({
  ...definition,
  experiment: withoutPaths(definition.experiment) as SweepDefinition["experiment"],
});

/**
 * Refuses to retry trials of a sweep that the ledger doesn't know.
 *
 * @param where the folder or the store, for the message
 */
export const requireBegun = Effect.fnUntraced(function* (
  name: string,
  where: string,
): Effect.fn.Return<void, InputError | RunError, Ledger> {
  const ledger = yield* Ledger;
  if (Option.isNone(yield* ledger.sweep(name))) {
    return yield* new SweepNotBegun({ sweep: name, where });
  }
});

/** The same of a sweep that should have a ledger of its own and has none, before one is made. */
export const requireOwnLedger = Effect.fnUntraced(function* (
  { name, ownFile }: PreparedSweep,
  runs: string,
): Effect.fn.Return<void, InputError> {
  if (ownFile === undefined || (yield* isThere(ownFile))) return;
  return yield* new SweepNotBegun({ sweep: name, where: runs });
});
