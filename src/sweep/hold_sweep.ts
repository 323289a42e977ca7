/** One head a sweep: two processes that coordinate the same one are kept apart. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Effect, type Scope } from "effect";
import { SqlClient } from "effect/sql";
import { InputError, type RunError } from "../errors.ts";
import { tryWriteGiven } from "../files/file_error.ts";
import { DirectoryInUse, lockDirectory } from "../run/lock.ts";
import { storeFailure } from "../store/open_store.ts";
import type { StoreAddress } from "../store/store_address.ts";

/** First half of the locks' numbers; any that no other program takes. */
const sweepLocks = 7285_0702;

/**
 * Holds a sweep until the scope closes, or its process or connection ends. Fails with an InputError
 * where another process does.
 */
export const holdSweep = (
  name: string,
  address: StoreAddress,
): Effect.Effect<void, InputError | RunError, Scope.Scope | SqlClient.SqlClient> =>
  address.kind === "sqlite"
    ? holdDirectory(name, join(`${address.file}.locks`, name))
    : holdInDatabase(name);

/** {@link holdSweep} by a directory of its own. */
export const holdDirectory = Effect.fnUntraced(function* (
  name: string,
  directory: string,
): Effect.fn.Return<void, InputError | RunError, Scope.Scope> {
  yield* tryWriteGiven(directory, () => mkdirSync(directory, { recursive: true }));
  yield* lockDirectory(directory).pipe(
    Effect.catchIf((error) => error instanceof DirectoryInUse, () => isHeld(name)),
  );
});

const holdInDatabase = Effect.fnUntraced(function* (
  name: string,
): Effect.fn.Return<void, InputError | RunError, Scope.Scope | SqlClient.SqlClient> {
  const sql = yield* SqlClient.SqlClient;
  const connection = yield* storeFailure(sql.reserve);
  const [row] = yield* storeFailure(
    connection.execute(
      "SELECT pg_try_advisory_lock($1::int, hashtext($2)) AS held",
      [sweepLocks, name],
      undefined,
    ),
  );
  if (row?.held !== true) yield* isHeld(name);
});

const isHeld = (name: string) =>
  Effect.fail(
    new InputError({
      message: `The sweep "${name}" is run by another process: wait for it or stop it`,
    }),
  );
