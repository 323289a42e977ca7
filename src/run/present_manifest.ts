/** A run as it stands now. */
import { Effect } from "effect";
import type { InputError } from "../base/errors.ts";
import { isLocked } from "../base/files/lock.ts";
import { type Manifest, readManifest } from "./manifest.ts";

/**
 * The manifest of a run. A run that was killed could not record its end: its manifest says
 * `running`, but no process holds its directory, and it counts as interrupted.
 */
export const readPresentManifest = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<Manifest, InputError> {
  const seen = yield* readManifest(directory);
  if (seen.outcome.status !== "running" || (yield* isLocked(directory))) return seen;
  // Read again: it may have ended since.
  const manifest = yield* readManifest(directory);
  const { outcome } = manifest;
  return outcome.status === "running"
    ? { ...manifest, outcome: { ...outcome, status: "interrupted" } }
    : manifest;
});
