/** The ledger's sweeps: what defines each, and which head it has. */
import { Clock, Effect, type Option, Schema } from "effect";
import { SqlClient, SqlSchema } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { SweepDefinition } from "../records/definition.ts";
import { HeldSweep } from "./sweep_in_use.ts";
import { execute, executeAny, read } from "./statements.ts";

const SweepRecord = Schema.Struct({
  definition: Schema.fromJsonString(SweepDefinition),
  /** Seconds of all its processes so far. */
  spent: Schema.Finite,
  /** A sweep that is not running hands out no tasks. */
  status: Schema.Literals(["running", "stopped", "done"]),
});
export type SweepRecord = typeof SweepRecord.Type;

export interface SweepTable {
  readonly sweep: (name: string) => Effect.Effect<Option.Option<SweepRecord>, RunError>;
  /** Names of all sweeps, in their order. */
  readonly names: Effect.Effect<readonly string[], RunError>;
  /** Writes a sweep, or its changed definition; from then on it is this head's. */
  readonly define: (
    name: string,
    hash: string,
    definition: SweepDefinition,
    head: string,
  ) => Effect.Effect<void, RunError>;
  /** Fails with a {@link HeldSweep} where the sweep is another head's by now. */
  readonly note: (
    name: string,
    head: string,
    change: Pick<SweepRecord, "spent" | "status">,
  ) => Effect.Effect<void, HeldSweep | RunError>;
}

const table = "unroll_sweeps";

export const makeSweepTable: Effect.Effect<SweepTable, never, SqlClient.SqlClient> = Effect.gen(
  function* () {
    const sql = yield* SqlClient.SqlClient;
    const clock = yield* Clock.Clock;
    const find = SqlSchema.findOneOption({
      Request: Schema.String,
      Result: SweepRecord,
      execute: (name) =>
        sql`SELECT definition, spent, status FROM unroll_sweeps WHERE name = ${name}`,
    });
    const all = SqlSchema.findAll({
      Request: Schema.Void,
      Result: Schema.Struct({ name: Schema.String }),
      execute: () => sql`SELECT name FROM unroll_sweeps ORDER BY name`,
    });
    return {
      sweep: (name) => read(table, find(name)),
      names: Effect.map(read(table, all()), (rows) => rows.map(({ name }) => name)),
      define: (name, hash, definition, head) =>
        execute(sql`
          INSERT INTO unroll_sweeps (name, hash, definition, started, spent, status, head)
          VALUES (${name}, ${hash}, ${JSON.stringify(definition)},
            ${clock.currentTimeMillisUnsafe()}, 0, 'running', ${head})
          ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, definition = excluded.definition,
            head = excluded.head`),
      note: (name, head, { spent, status }) =>
        Effect.flatMap(
          executeAny(sql`UPDATE unroll_sweeps SET spent = ${spent}, status = ${status}
            WHERE name = ${name} AND head = ${head} RETURNING name`),
          (own) => own ? Effect.void : Effect.fail(new HeldSweep({ sweep: name })),
        ),
    };
  },
);
