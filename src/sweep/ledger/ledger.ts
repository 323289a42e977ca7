/**
 * All that is known about sweeps, in a database: definitions, trials, results. It is the only
 * authority: a result counts once it is here, and only from the worker that holds the task.
 */
import { Context, Effect, Layer } from "effect";
import { SqlClient } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { storeFailure } from "../store/store_failure.ts";
import { StorePatience } from "../store/store_patience.ts";
import { type KeptRuns, makeKeptRuns } from "./run_copies_table.ts";
import { makeSweepTable, type SweepTable } from "./sweep_table.ts";
import { makeTaskTable, type TaskTable } from "./task_table.ts";
import { makeTrialTable, type TrialTable } from "./trial_table.ts";
import { makeWorkerTable, type WorkerTable } from "./worker_table.ts";

interface LedgerTables extends SweepTable, TrialTable, TaskTable, KeptRuns, WorkerTable {
  /** All that is done in it is done, or nothing. */
  readonly transaction: <A, E, R>(
    effect: Effect.Effect<A, E, R>,
  ) => Effect.Effect<A, E | RunError, R>;
}

export class Ledger extends Context.Service<Ledger, LedgerTables>()("unroll/sweep/Ledger") {
  static readonly layer: Layer.Layer<Ledger, never, SqlClient.SqlClient> = Layer.effect(
    Ledger,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient;
      return {
        ...yield* makeSweepTable,
        ...yield* makeTrialTable,
        ...yield* makeTaskTable,
        ...yield* makeKeptRuns,
        ...yield* makeWorkerTable,
        // A statement within waits for nothing, its transaction is gone: that is begun anew.
        transaction: (effect) =>
          storeFailure(
            sql.withTransaction(Effect.provideService(effect, StorePatience, undefined)),
          ),
      };
    }),
  );
}
