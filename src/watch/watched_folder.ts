import type { Effect } from "effect";
import type { InputError } from "../base/errors.ts";
import type { Watched } from "./folder/watched_run.ts";

/** A folder of runs that is watched. */
export interface WatchedFolder {
  /** Its path. */
  readonly folder: string;
  /** What is in it now. */
  readonly look: Effect.Effect<readonly Watched[], InputError>;
}
