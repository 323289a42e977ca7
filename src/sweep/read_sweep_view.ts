/** A sweep's state as `compare` and `report` see it, read from its ledger. */
import { basename, join } from "node:path";
import { Effect, Option } from "effect";
import { InputError, type RunError } from "../errors.ts";
import { isThere } from "../files/is_there.ts";
import { hasManifest } from "../run/manifest.ts";
import { storeFailure, storeLayer } from "../store/open_store.ts";
import type { StoreAddress } from "../store/store_address.ts";
import { Ledger } from "./ledger.ts";
import { tablesExist } from "./ledger_tables.ts";
import type { SweepView } from "./sweep_view.ts";
import { viewTrial } from "./trial_record.ts";

/** File of a sweep's own directory that holds its ledger, unless a store was given. */
export const ledgerFile = "ledger.sqlite";

/** Whether a path is the directory of a sweep that keeps its ledger there. */
const isSweepDirectory = (path: string): Effect.Effect<boolean, InputError> =>
  isThere(join(path, ledgerFile));

/** The sweep of a directory such as `runs/sweep-small-gru`. */
export const readSweepDirectory = (
  directory: string,
): Effect.Effect<SweepView, InputError | RunError> => {
  const file = join(directory, ledgerFile);
  return readSweepView({ kind: "sqlite", file, shown: file });
};

/**
 * The sweep that a person named: by its directory, or, with a store, by its name there, with or without
 * the folder before it. Undefined where that is anything else, such as a run.
 */
export const findSweep = (
  target: string,
  store: StoreAddress | undefined,
): Effect.Effect<SweepView | undefined, InputError | RunError> =>
  Effect.gen(function* () {
    if (yield* isSweepDirectory(target)) return yield* readSweepDirectory(target);
    if (store === undefined || (yield* hasManifest(target))) return undefined;
    return yield* readSweepView(store, basename(target).replace(/^sweep-/, ""));
  });

/**
 * A sweep in a store; another process may be at work on it.
 * @param name may be left out where the store has only one
 */
export const readSweepView = (
  address: StoreAddress,
  name?: string,
): Effect.Effect<SweepView, InputError | RunError> =>
  Effect.gen(function* () {
    const { shown } = address;
    const found = (yield* storeFailure(tablesExist))
      ? yield* Effect.provide(viewIn(name), Ledger.layer)
      : undefined;
    if (found !== undefined) return found;
    return yield* new InputError({
      message: `"${shown}" has no sweep${name === undefined ? "" : ` "${name}"`}`,
    });
  }).pipe(Effect.provide(storeLayer(address)));

const viewIn = Effect.fnUntraced(function* (
  wanted: string | undefined,
): Effect.fn.Return<SweepView | undefined, InputError | RunError, Ledger> {
  const ledger = yield* Ledger;
  const names = yield* ledger.names;
  if (wanted === undefined && names.length > 1) {
    return yield* new InputError({
      message: `Expected the name of one of the sweeps ${names.join(", ")}`,
    });
  }
  const name = wanted ?? names[0];
  const found = name === undefined ? Option.none() : yield* ledger.sweep(name);
  if (name === undefined || Option.isNone(found)) return undefined;
  const { objective, space, rungs, unit } = found.value.definition;
  const trials = yield* ledger.trials(name);
  return {
    name,
    objective,
    space,
    rungs,
    unit,
    trials: trials.map((trial) => viewTrial(trial, rungs.length - 1)),
  };
});
