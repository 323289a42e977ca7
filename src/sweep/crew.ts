/** How many trials are trained at once, on how many threads each. */
import { Result } from "effect";
import { InputError } from "../errors.ts";

export interface Crew {
  readonly parallel: number;
  /** Threads of each trial. */
  readonly workers: number;
}

export interface CrewOptions {
  readonly parallel: number | undefined;
  readonly workers: number | undefined;
  readonly oversubscribe: boolean;
}

/**
 * By default one thread a trial and as many trials as there are processors: small models are trained
 * faster side by side than one on many threads. What is given decides what is not.
 */
export function crewFor(
  { parallel, workers, oversubscribe }: CrewOptions,
  processors: number,
): Result.Result<Crew, InputError> {
  const share = (count: number) => Math.max(1, Math.floor(processors / Math.max(1, count)));
  const crew = {
    parallel: parallel ?? share(workers ?? 1),
    workers: workers ?? (parallel === undefined ? 1 : share(parallel)),
  };
  const threads = crew.parallel * crew.workers;
  if (threads <= processors || oversubscribe) return Result.succeed(crew);
  return Result.fail(
    new InputError({
      message:
        `--parallel ${crew.parallel} with ${crew.workers} ${
          crew.workers === 1 ? "worker" : "workers"
        } each wants ${threads} threads, but there are ${processors} processors: ` +
        "lower one, or add --oversubscribe",
    }),
  );
}
