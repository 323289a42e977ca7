/** The run directory of a sweep's trial: a new one, one to resume, or a finished one. */
import { Effect, Result, type Scope } from "effect";
import type { InputError, RunError } from "../base/errors.ts";
import { type ExistingRun, takeRun } from "./existing_run.ts";
import { DirectoryInUse } from "../base/files/lock.ts";
import type { Manifest } from "./manifest.ts";
import { openDirectory, type Run } from "./run_directory.ts";
import { runPath } from "./run_path.ts";

export type ClaimedRun =
  | { readonly state: "new"; readonly directory: string }
  | { readonly state: "finished"; readonly directory: string; readonly manifest: Manifest }
  /** Locked until the scope closes. */
  | { readonly state: "unfinished"; readonly existing: ExistingRun & { readonly run: Run } };

/**
 * The run `name` of hash `hash` under `runs`, to resume from wherever it is; locked until the scope
 * closes unless it is finished.
 *
 * With `beside`, a directory that another process holds is left alone, and the next of
 * `NAME-HASH8-2`, `-3`, … is used: a frozen worker may wake up and write again, so nobody else
 * writes there.
 *
 * Errors: {@link DirectoryInUse} without `beside`; else as `openRun`.
 */
export const claimRun = Effect.fnUntraced(function* (options: {
  readonly runs: string;
  readonly name: string;
  readonly hash: string;
  readonly beside: boolean;
}): Effect.fn.Return<ClaimedRun, InputError | RunError, Scope.Scope> {
  const { runs, name, hash, beside } = options;
  for (let count = 1;; count++) {
    const claimed = yield* Effect.result(claimDirectory(runPath(runs, name, hash, count), hash));
    if (Result.isSuccess(claimed)) return claimed.success;
    const inUse = claimed.failure instanceof DirectoryInUse;
    if (!beside || !inUse) return yield* claimed.failure;
  }
});

const claimDirectory = Effect.fnUntraced(function* (
  directory: string,
  hash: string,
): Effect.fn.Return<ClaimedRun, InputError | RunError, Scope.Scope> {
  const opened = yield* openDirectory(directory, hash);
  if (opened.state !== "unfinished") return opened as ClaimedRun;
  const existing = yield* takeRun(directory);
  // Whoever held the lock in between may have finished it.
  const { manifest } = existing;
  return manifest.outcome.status === "finished"
    ? { state: "finished", directory, manifest }
    : { state: "unfinished", existing };
});
