import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect, Exit, Fiber } from "effect";
import { Reactivity } from "effect/reactivity";
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql";
import { effect } from "../../base/test_effect.ts";
import { StorePatience } from "../store/store_patience.ts";
import { holdSweep } from "./hold_sweep.ts";

const cut = new SqlError.SqlError({
  reason: new SqlError.ConnectionError({ cause: new Error("Connection closed"), message: "cut" }),
});

/** A database whose first statements find their connection cut; counts connections that are out. */
const cutting = (cuts: number) => {
  const seen = { out: 0, statements: 0, lent: 0 };
  const answer = Effect.suspend(() =>
    seen.statements++ < cuts ? Effect.fail(cut) : Effect.succeed([{ held: true, session: "1 now" }])
  );
  const connection = { execute: () => answer } as unknown as SqlConnection.Connection;
  const acquirer = Effect.acquireRelease(
    Effect.sync(() => {
      seen.out++;
      seen.lent++;
      return connection;
    }),
    () => Effect.sync(() => void seen.out--),
  );
  const client = SqlClient.make({
    acquirer,
    compiler: Statement.makeCompilerSqlite(),
    driver: "cutting",
    spanAttributes: [],
  }).pipe(Effect.provide(Reactivity.layer));
  return { seen, client };
};

const address = {
  kind: "postgres",
  shown: "postgres://me@db/x",
} as unknown as Parameters<typeof holdSweep>[1];
const patience = { away: () => Effect.void, back: Effect.void };

describe("holdSweep in a database", () => {
  const onClient = <A, E, R>(
    { client }: ReturnType<typeof cutting>,
    effect: Effect.Effect<A, E, R>,
  ) =>
    effect.pipe(
      Effect.provideServiceEffect(SqlClient.SqlClient, client),
      Effect.provideService(StorePatience, patience),
    );

  for (const cuts of [0, 1, 2]) {
    effect(`gives back each connection that ${cuts} cuts took from it`, function* () {
      const database = cutting(cuts);
      yield* onClient(database, Effect.scoped(holdSweep("search", address)));
      assert.deepEqual(database.seen, { out: 0, statements: cuts + 2, lent: cuts + 1 });
    });
  }

  effect("gives back the connection where it is interrupted before it has the lock", function* () {
    const database = cutting(Infinity);
    const { seen } = database;
    const holding = yield* Effect.forkChild(
      onClient(database, Effect.scoped(holdSweep("search", address))),
    );
    while (seen.lent < 2) yield* Effect.sleep(1);
    yield* Fiber.interrupt(holding);
    assert(Exit.isFailure(yield* Fiber.await(holding)));
    assert.equal(seen.out, 0);
  });
});
