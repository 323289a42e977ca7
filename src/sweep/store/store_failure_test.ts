import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { Cause, Effect, Exit, Logger } from "effect";
import { PersistedQueue } from "effect/persistence";
import { SqlError } from "effect/sql";
import { RunError } from "../../base/errors.ts";
import { SomeRunError } from "../../base/test_errors.ts";
import { effect } from "../../base/test_effect.ts";
import { briefly } from "./briefly.ts";
import { sqliteClient } from "./sqlite_client.ts";
import { StoreFailed } from "./store_failed.ts";
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

/** How an effect ends that waits for the store, and what is said meanwhile. */
const patiently = <A, E>(effect: Effect.Effect<A, E>) => {
  const lines: string[] = [];
  const logger = Logger.make(({ message }) => void lines.push(String(message)));
  return effect.pipe(
    Effect.provideServiceEffect(StorePatience, sayingPatience("postgres://me@db/x")),
    Effect.provide(Logger.layer([logger])),
    Effect.exit,
    Effect.map((exit) => ({ exit, lines })),
  );
};

describe("storeFailure", () => {
  effect("is a RunError in the program's own words where nobody waits", function* () {
    const failed = yield* Effect.flip(storeFailure(Effect.fail(away("ECONNREFUSED"))));
    assert(failed instanceof StoreFailed && failed instanceof RunError);
    assert.equal(failed.message, "The store failed: Nothing listens there (ECONNREFUSED)");
    const { message } = yield* Effect.flip(storeFailure(Effect.fail(wrong)));
    assert.equal(message, 'The store failed: relation "x" does not exist');
  });

  effect(
    "waits for a store that is unavailable, and says so once, then once that it is back",
    function* () {
      const refused = Effect.fail(away("ECONNREFUSED"));
      const { exit, lines } = yield* patiently(
        storeFailure(failing(refused, refused, Effect.fail(away("EHOSTUNREACH")))),
      );
      assert.deepEqual(exit, Exit.succeed(4));
      assert.deepEqual(lines, [
        'The store "postgres://me@db/x" is unavailable: Nothing listens there (ECONNREFUSED); ' +
        "waiting for it",
        'The store "postgres://me@db/x" is back',
      ]);
    },
  );

  effect("says nothing of one connection that was cut", function* () {
    const { exit, lines } = yield* patiently(
      storeFailure(failing(Effect.fail(away("ECONNRESET")))),
    );
    assert.deepEqual([exit, lines], [Exit.succeed(2), []]);
  });

  effect(
    "finds failures that finalizers made defects, and those in errors of the queue",
    function* () {
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
      const { exit } = yield* patiently(storeFailure(failing(died, queue)));
      assert.deepEqual(exit, Exit.succeed(3));
    },
  );

  effect("begins a transaction anew whose statement failed", function* () {
    const statement = failing(Effect.fail(away("EPIPE")));
    const within = Effect.provideService(storeFailure(statement), StorePatience, undefined);
    const { exit } = yield* patiently(storeFailure(within));
    assert.deepEqual(exit, Exit.succeed(2));
  });

  effect("waits for nothing that no waiting mends, and lets other failures through", function* () {
    const { exit, lines } = yield* patiently(storeFailure(failing(Effect.fail(wrong))));
    assert(Exit.isFailure(exit));
    assert.match(String(Cause.squash(exit.cause)), /The store failed: relation "x"/);
    assert.deepEqual(lines, []);
    const other = new SomeRunError({ text: "Another" });
    const through = yield* patiently(storeFailure(Effect.fail(other)));
    assert.deepEqual(through.exit, Exit.fail(other));
  });

  effect("is interrupted where a finalizer failed on the way", function* () {
    const both = Effect.failCause(Cause.combine(Cause.interrupt(1), Cause.die(away("EPIPE"))));
    const { exit } = yield* patiently(storeFailure(both));
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

  effect("names the file where it is a sweep's own", function* () {
    const own = Effect.provideService(full, OwnStoreFile, "runs/sweep-a/ledger.sqlite");
    const { message } = yield* own;
    assert.equal(
      message,
      'Cannot write "runs/sweep-a/ledger.sqlite": No space is left on the device (ENOSPC)',
    );
  });

  effect("is the store, where somebody chose it", function* () {
    const { message } = yield* full;
    assert.equal(message, "The store failed: No space is left on the device (ENOSPC)");
  });
});

describe("briefly", () => {
  effect(
    "waits neither for a store that is unavailable nor for one that does not answer",
    function* () {
      const { exit, lines } = yield* patiently(Effect.gen(function* () {
        yield* briefly(storeFailure(Effect.fail(away("ECONNREFUSED"))));
        yield* briefly(Effect.never, 0.01);
        yield* Effect.scoped(Effect.addFinalizer(() => briefly(Effect.never, 0.01)));
      }));
      assert(Exit.isSuccess(exit));
      assert.deepEqual(lines, []);
    },
  );
});
