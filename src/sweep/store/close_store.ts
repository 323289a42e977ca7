import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { closeFile } from "../../base/files/closed_to_others.ts";
import { tryWrite } from "../../base/files/file_error.ts";
import type { StoreAddress } from "./store_address.ts";

/**
 * Makes a store that is a file private, with its journals; SQLite gives new journals the mode of
 * the file. Other databases have access rules of their own.
 */
export const closeStore = (address: StoreAddress): Effect.Effect<void, RunError> =>
  address.kind === "postgres" ? Effect.void : tryWrite(address.file, () => {
    for (const ending of ["", "-wal", "-shm", "-journal"]) closeFile(address.file + ending);
  });
