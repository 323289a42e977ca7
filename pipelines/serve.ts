/** A server: requests → prompts → one batch for all of them → texts, as they are written. */
import { Effect } from "effect";
import type { InputError, RunError } from "../src/base/errors.ts";
import { guardOf } from "../src/serve/protocol/guard_of.ts";
import type { Address } from "../src/serve/answer_at.ts";
import { serveModel } from "../src/serve/server.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { loadRun } from "../src/use/load_run.ts";

export interface ServeOptions extends RunFiles, Address {
  readonly run: string;
  /** What clients must know; undefined for nothing. */
  readonly token: string | undefined;
}

/** Serves a run's model over HTTP, until it is interrupted. */
export const serve = Effect.fnUntraced(function* (
  options: ServeOptions,
): Effect.fn.Return<never, InputError | RunError> {
  const guard = yield* guardOf(options.host, options.token);
  return yield* serveModel(yield* loadRun(options.run, options), options, guard);
});
