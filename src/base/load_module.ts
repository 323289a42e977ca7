import { Effect } from "effect";
import { programFile } from "./program_files.ts";

/**
 * Loads a module when it is needed; `path` is relative to the repository. Literal imports are read
 * before the program starts, with everything behind them, even if they are never needed: 0.1 s for
 * what a command does not use.
 */
export const loadModule = <M>(path: string): Effect.Effect<M> =>
  Effect.promise(() => import(programFile(path).href));
