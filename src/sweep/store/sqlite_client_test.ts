import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe } from "@std/testing/bdd";
import { Effect, Fiber } from "effect";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import { sqliteClient } from "./sqlite_client.ts";

describe("sqliteClient", () => {
  effect("runs statements with parameters of every kind", function* () {
    const file = join(yield* testFolder, "x.sqlite");
    const sql = yield* sqliteClient(file);
    yield* sql`CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c BLOB, d REAL)`;
    const bytes = new Uint8Array([1, 2, 255]);
    const rows = yield* sql`INSERT INTO t (b, c, d) VALUES (${"x"}, ${bytes}, ${null}) RETURNING a`;
    assert.deepEqual(rows.map((row) => ({ ...row })), [{ a: 1 }]);
    const [row] = yield* sql<{ b: string; c: Uint8Array; d: null }>`SELECT b, c, d FROM t`;
    assert.deepEqual([row!.b, [...row!.c], row!.d], ["x", [...bytes], null]);
    assert.deepEqual(yield* sql`SELECT a, b FROM t`.values, [[1, "x"]]);
  });

  effect(
    "undoes a transaction that fails, and the inner one alone where only that fails",
    function* () {
      const file = join(yield* testFolder, "x.sqlite");
      const sql = yield* sqliteClient(file);
      yield* sql`CREATE TABLE t (a INTEGER PRIMARY KEY)`;
      const insert = (a: number) => sql`INSERT INTO t (a) VALUES (${a})`;
      const error = yield* Effect.flip(
        sql.withTransaction(Effect.andThen(insert(1), insert(1))),
      );
      assert(error._tag === "SqlError");
      assert.match(error.message, /UNIQUE constraint failed/);
      yield* sql.withTransaction(Effect.gen(function* () {
        yield* insert(2);
        yield* Effect.ignore(sql.withTransaction(Effect.andThen(insert(3), Effect.fail("no"))));
      }));
      assert.deepEqual(yield* sql`SELECT a FROM t`.values, [[2]]);
    },
  );

  effect(
    "waits for another process's transaction with pauses, and not after an interruption",
    function* () {
      const file = join(yield* testFolder, "x.sqlite");
      const sql = yield* sqliteClient(file);
      yield* sql`CREATE TABLE t (a INTEGER)`;
      const other = new DatabaseSync(file);
      yield* Effect.addFinalizer(() => Effect.sync(() => other.close()));
      const write = (a: number) => sql.withTransaction(sql`INSERT INTO t (a) VALUES (${a})`);

      other.exec("BEGIN IMMEDIATE");
      const given = yield* Effect.forkChild(write(1));
      yield* Effect.sleep(60);
      const exit = yield* Effect.exit(Fiber.interrupt(given));
      assert(exit._tag === "Success");
      const patient = yield* Effect.forkChild(write(2));
      yield* Effect.sleep(60);
      other.exec("COMMIT");
      yield* Fiber.join(patient);
      assert.deepEqual(yield* sql`SELECT a FROM t`.values, [[2]]);
    },
  );

  effect("shares a file with another connection", function* () {
    const file = join(yield* testFolder, "x.sqlite");
    const one = yield* sqliteClient(file);
    yield* one`CREATE TABLE t (a INTEGER)`;
    const two = yield* sqliteClient(file);
    yield* two.withTransaction(two`INSERT INTO t (a) VALUES (1)`);
    yield* one.withTransaction(one`INSERT INTO t (a) VALUES (2)`);
    assert.deepEqual(yield* two`SELECT a FROM t ORDER BY a`.values, [[1], [2]]);
  });
});
