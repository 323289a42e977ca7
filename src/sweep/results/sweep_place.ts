import { basename, join } from "node:path";
import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import { isThere } from "../../base/files/is_there.ts";
import { ledgerFile, sweepDirectory } from "../records/sweep_directory.ts";

/**
 * The directory of a sweep that a user named: the one that was given, or the one in the usual
 * folder of runs for a name in a store. It may not be on this machine.
 */
export const sweepPlace = Effect.fnUntraced(function* (
  target: string,
  sweep: string,
): Effect.fn.Return<string, InputError> {
  const usual = sweepDirectory("runs", sweep);
  if (basename(target) === basename(usual) && (yield* isThere(target))) return target;
  return (yield* isThere(join(target, ledgerFile))) ? target : usual;
});
