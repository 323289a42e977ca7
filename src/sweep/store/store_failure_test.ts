import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { Cause, Effect, Exit, Logger } from "effect";
import { PersistedQueue } from "effect/persistence";
import { SqlError } from "effect/sql";
import { RunError } from "../../base/errors.ts";
import { briefly } from "./briefly.ts";
import { sqliteClient } from "./sqlite_client.ts";
import { OwnStoreFile, storeFailure } from "./store_failure.ts";
import { sayingPatience, StorePatience } from "./store_patience.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-store-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const away = (code: string) =>
  new SqlError.SqlError({
    reason: new SqlError.ConnectionError({
      cause: Object.assign(new Error(`connect ${code} 127.0.0.1:5432`), { code }),
      message: "PgConnection: Failed to connect",
    }),
  });
const wrong = new SqlError.SqlError({
  reason: new SqlError.SqlSyntaxError({ cause: new Error('relation "x" does not exist') }),
});

/** Fails so many times, each in the next of the ways, then succeeds. */
const failing = (...ways: readonly Effect.Effect<never, unknown>[]) => {
  let time = 0;
  return Effect.suspend(() => ways[time++] ?? Effect.succeed(time)) as Effect.Effect<
    number,
    SqlError.SqlError
  >;
};

const patiently = async <A, E>(effect: Effect.Effect<A, E>) => {
  const lines: string[] = [];
  const logger = Logger.make(({ message }) => void lines.push(String(message)));
  const exit = await Effect.runPromiseExit(
    Effect.provideServiceEffect(effect, StorePatience, sayingPatience("postgres://me@db/x"))
      .pipe(Effect.provide(Logger.layer([logger]))),
  );
  return { exit, lines };
};

describe("storeFailure", () => {
  it("is a RunError in the program's own words where nobody waits", async () => {
    const once = (error: SqlError.SqlError) =>
      Effect.runPromise(Effect.flip(storeFailure(Effect.fail(error))));
    assert.equal(
      (await once(away("ECONNREFUSED"))).message,
      "The store failed: Nothing listens there (ECONNREFUSED)",
    );
    assert.equal((await once(wrong)).message, 'The store failed: relation "x" does not exist');
  });

  it("waits for a store that is away, and says so once, then once that it is back", async () => {
    const refused = Effect.fail(away("ECONNREFUSED"));
    const { exit, lines } = await patiently(
      storeFailure(failing(refused, refused, Effect.fail(away("EHOSTUNREACH")))),
    );
    assert.deepEqual(exit, Exit.succeed(4));
    assert.deepEqual(lines, [
      'The store "postgres://me@db/x" is away: Nothing listens there (ECONNREFUSED); ' +
      "waiting for it",
      'The store "postgres://me@db/x" is back',
    ]);
  });

  it("says nothing of one connection that was cut", async () => {
    const { exit, lines } = await patiently(storeFailure(failing(Effect.fail(away("ECONNRESET")))));
    assert.deepEqual([exit, lines], [Exit.succeed(2), []]);
  });

  it("finds failures that finalizers made defects, and those in errors of the queue", async () => {
    const died = Effect.failCause(Cause.combine(
      Cause.die(away("EPIPE")),
      Cause.die(away("EPIPE")),
    ));
    const queue = Effect.fail(
      new PersistedQueue.PersistedQueueError({
        message: "Failed to offer",
        cause: Cause.fail(away("EPIPE")),
      }),
    );
    const { exit } = await patiently(storeFailure(failing(died, queue)));
    assert.deepEqual(exit, Exit.succeed(3));
  });

  it("begins a transaction anew whose statement failed", async () => {
    const statement = failing(Effect.fail(away("EPIPE")));
    const within = Effect.provideService(storeFailure(statement), StorePatience, undefined);
    const { exit } = await patiently(storeFailure(within));
    assert.deepEqual(exit, Exit.succeed(2));
  });

  it("waits for nothing that no waiting mends, and lets other failures through", async () => {
    const { exit, lines } = await patiently(storeFailure(failing(Effect.fail(wrong))));
    assert(Exit.isFailure(exit));
    assert.match(String(Cause.squash(exit.cause)), /The store failed: relation "x"/);
    assert.deepEqual(lines, []);
    const other = new RunError({ message: "Another" });
    const through = await patiently(storeFailure(Effect.fail(other)));
    assert.deepEqual(through.exit, Exit.fail(other));
  });

  it("is interrupted where a finalizer failed on the way", async () => {
    const both = Effect.failCause(Cause.combine(Cause.interrupt(1), Cause.die(away("EPIPE"))));
    const { exit } = await patiently(storeFailure(both));
    assert(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause));
  });
});

describe("a store that is a file on a full disk", () => {
  const full = Effect.gen(function* () {
    const client = yield* sqliteClient(join(folder, "full.sqlite"));
    yield* client`PRAGMA max_page_count = 4`;
    yield* client`CREATE TABLE IF NOT EXISTS t (x BLOB)`;
    yield* storeFailure(client`INSERT INTO t VALUES (zeroblob(1000000))`);
  }).pipe(Effect.scoped, Effect.flip);

  it("names the file where it is a sweep's own", async () => {
    const own = Effect.provideService(full, OwnStoreFile, "runs/sweep-a/ledger.sqlite");
    const { message } = await Effect.runPromise(own);
    assert.equal(
      message,
      'Cannot write "runs/sweep-a/ledger.sqlite": No space is left on the device (ENOSPC)',
    );
  });

  it("is the store, where somebody chose it", async () => {
    const { message } = await Effect.runPromise(full);
    assert.equal(message, "The store failed: No space is left on the device (ENOSPC)");
  });
});

describe("briefly", () => {
  it("waits neither for a store that is away nor for one that does not answer", async () => {
    const { exit, lines } = await patiently(Effect.gen(function* () {
      yield* briefly(storeFailure(Effect.fail(away("ECONNREFUSED"))));
      yield* briefly(Effect.never, 0.01);
      yield* Effect.scoped(Effect.addFinalizer(() => briefly(Effect.never, 0.01)));
    }));
    assert(Exit.isSuccess(exit));
    assert.deepEqual(lines, []);
  });
});
