import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Exit, Fiber } from "effect";
import { Reactivity } from "effect/reactivity";
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql";
import { StorePatience } from "../store/store_failure.ts";
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
const patience = { away: () => {}, back: () => {} };

describe("holdSweep in a database", () => {
  for (const cuts of [0, 1, 2]) {
    it(`gives back each connection that ${cuts} cuts took from it`, async () => {
      const { seen, client } = cutting(cuts);
      await Effect.runPromise(
        Effect.scoped(Effect.gen(function* () {
          yield* holdSweep("search", address);
          assert.deepEqual(seen, { out: 1, statements: cuts + 2, lent: cuts + 1 });
        })).pipe(
          Effect.provideServiceEffect(SqlClient.SqlClient, client),
          Effect.provideService(StorePatience, patience),
        ),
      );
      assert.equal(seen.out, 0);
    });
  }

  it("gives back the connection where it is interrupted before it has the lock", async () => {
    const { seen, client } = cutting(Infinity);
    await Effect.runPromise(
      Effect.gen(function* () {
        const holding = yield* Effect.forkChild(Effect.scoped(holdSweep("search", address)));
        while (seen.lent < 2) yield* Effect.sleep(1);
        yield* Fiber.interrupt(holding);
        assert(Exit.isFailure(yield* Fiber.await(holding)));
      }).pipe(
        Effect.provideServiceEffect(SqlClient.SqlClient, client),
        Effect.provideService(StorePatience, patience),
      ),
    );
    assert.equal(seen.out, 0);
  });
});
