/** A sweep's state as `compare` and `report` see it, read from its ledger. */
import { dirname, join } from "node:path";
import { Effect, Option, Schema } from "effect";
import { InputError, type RunError } from "../../base/errors.ts";
import { isThere } from "../../base/files/is_there.ts";
import { hasManifest } from "../../run/manifest.ts";
import { storeLayer } from "../store/open_store.ts";
import { storeFailure } from "../store/store_failure.ts";
import type { StoreAddress } from "../store/store_address.ts";
import { Ledger } from "../ledger/ledger.ts";
import { type LedgerReader, openLedgerFile } from "../ledger/ledger_file.ts";
import { tablesExist } from "../ledger/ledger_tables.ts";
import { placeRuns } from "./place_runs.ts";
import { ledgerFile, sweepName } from "../records/sweep_directory.ts";
import type { SweepView } from "../records/sweep_view.ts";
import { viewTrial } from "../records/trial_record.ts";

/** A file or a store that doesn't have the sweep, or any. */
export class SweepNotFound extends InputError.extend<SweepNotFound>("SweepNotFound")({
  _tag: Schema.tag("SweepNotFound"),
  /** The store's address without its password, or the file. */
  store: Schema.String,
  sweep: Schema.UndefinedOr(Schema.String),
}) {
  override get message(): string {
    return `"${this.store}" has no sweep${this.sweep === undefined ? "" : ` "${this.sweep}"`}`;
  }
}

/** A file with several sweeps, none of which was named. */
export class SweepNotNamed extends InputError.extend<SweepNotNamed>("SweepNotNamed")({
  _tag: Schema.tag("SweepNotNamed"),
  sweeps: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return `Expected the name of one of the sweeps ${this.sweeps.slice(0, 20).join(", ")}`;
  }
}

/** Whether a path is the directory of a sweep that keeps its ledger there. */
export const isSweepDirectory = (path: string): Effect.Effect<boolean, InputError> =>
  isThere(join(path, ledgerFile));

/** The sweep of a directory such as `runs/sweep-small-gru`. */
export const readSweepDirectory = (directory: string): Effect.Effect<SweepView, InputError> =>
  readLedgerFile(join(directory, ledgerFile), undefined).pipe(
    Effect.flatMap((view) =>
      Effect.map(placeRuns(view.trials, dirname(directory)), (trials) => ({ ...view, trials }))
    ),
  );

/**
 * The sweep that a user named: by its directory or, with a store, by its name there, with or
 * without the folder before it. Undefined if it is anything else, such as a run.
 */
export const findSweep = (
  target: string,
  store: StoreAddress | undefined,
): Effect.Effect<SweepView | undefined, InputError | RunError> =>
  Effect.gen(function* () {
    if (yield* isSweepDirectory(target)) return yield* readSweepDirectory(target);
    if (store === undefined || (yield* hasManifest(target))) return undefined;
    const name = sweepName(target);
    return yield* store.kind === "sqlite"
      ? readLedgerFile(store.file, name)
      : readStore(store, name);
  });

/** @param name may be left out where the file has only one sweep */
const readLedgerFile = (
  file: string,
  name: string | undefined,
): Effect.Effect<SweepView, InputError> =>
  Effect.scoped(
    Effect.flatMap(openLedgerFile(file), (reader) => viewIn(reader, file, name)),
  );

/** A sweep in the user's own store; workers may be at work on it. */
const readStore = (
  address: StoreAddress,
  name: string,
): Effect.Effect<SweepView, InputError | RunError> =>
  Effect.gen(function* () {
    const { shown } = address;
    if (!(yield* storeFailure(tablesExist))) {
      return yield* new SweepNotFound({ store: shown, sweep: name });
    }
    return yield* Effect.flatMap(Ledger, (ledger) =>
      viewIn(
        {
          names: ledger.names,
          definition: (name) => Effect.map(ledger.sweep(name), Option.map((one) => one.definition)),
          trials: ledger.trials,
        },
        shown,
        name,
      )).pipe(Effect.provide(Ledger.layer));
  }).pipe(Effect.provide(storeLayer(address)));

const viewIn = Effect.fnUntraced(function* <E>(
  reader: LedgerReader<E>,
  shown: string,
  wanted: string | undefined,
): Effect.fn.Return<SweepView, E | InputError> {
  const names = yield* reader.names;
  if (wanted === undefined && names.length > 1) {
    return yield* new SweepNotNamed({ sweeps: names });
  }
  const name = wanted ?? names[0];
  const found = name === undefined ? Option.none() : yield* reader.definition(name);
  if (name === undefined || Option.isNone(found)) {
    return yield* new SweepNotFound({ store: shown, sweep: wanted });
  }
  const { objective, space, rungs, unit } = found.value;
  const trials = yield* reader.trials(name, found.value);
  return {
    name,
    objective,
    space,
    rungs,
    unit,
    trials: trials.map((trial) => viewTrial(trial, rungs.length - 1)),
  };
});
