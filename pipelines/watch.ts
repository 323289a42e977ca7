/** Watch: a folder of runs and sweeps → their metrics as they are written → a page in the browser. */
import { Console, Effect } from "effect";
import type { InputError, RunError } from "../src/base/errors.ts";
import type { Address } from "../src/serve/answer_at.ts";
import { serveWatch } from "../src/watch/server.ts";

export interface WatchOptions extends Pick<Address, "port"> {
  /** Folder of run directories. */
  readonly runs: string;
}

/** Serves the page to this machine until it is interrupted; prints its address. */
export const watch = ({ runs, port }: WatchOptions): Effect.Effect<never, InputError | RunError> =>
  serveWatch(runs, { host: "127.0.0.1", port }, (url) => Console.log(url));

/** Serves the page as long as something trains; says its address. */
export const watched = <A, E>(
  runs: string,
  training: Effect.Effect<A, E>,
): Effect.Effect<A, E | InputError | RunError> =>
  Effect.raceFirst(
    serveWatch(
      runs,
      { host: "127.0.0.1", port: 0 },
      (url) => Effect.logInfo(`Follow it at ${url}`),
    ),
    training,
  );
