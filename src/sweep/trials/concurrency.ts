/** How many trials are trained in parallel, and on how many threads each. */
import { Result, Schema } from "effect";
import { InputError } from "../../base/errors.ts";

export interface Concurrency {
  readonly parallel: number;
  /** Threads of each trial. */
  readonly workers: number;
}

export interface ConcurrencyOptions {
  readonly parallel: number | undefined;
  readonly workers: number | undefined;
  readonly oversubscribe: boolean;
}

/** More threads than there are processors. */
export class TooManyThreads extends InputError.extend<TooManyThreads>("TooManyThreads")({
  _tag: Schema.tag("TooManyThreads"),
  parallel: Schema.Natural,
  workers: Schema.Natural,
  processors: Schema.Natural,
}) {
  override get message(): string {
    const { parallel, workers, processors } = this;
    return `--parallel ${parallel} with ${workers} ${
      workers === 1 ? "worker" : "workers"
    } each needs ${parallel * workers} threads, but there are ${processors} processors: ` +
      "lower one, or add --oversubscribe";
  }
}

/**
 * By default one thread per trial and as many trials as processors: small models train faster side
 * by side than one on many threads. If one of them is given, the other follows from it.
 */
export function concurrencyFor(
  { parallel, workers, oversubscribe }: ConcurrencyOptions,
  processors: number,
): Result.Result<Concurrency, TooManyThreads> {
  const share = (count: number) => Math.max(1, Math.floor(processors / Math.max(1, count)));
  const concurrency = {
    parallel: parallel ?? share(workers ?? 1),
    workers: workers ?? (parallel === undefined ? 1 : share(parallel)),
  };
  const threads = concurrency.parallel * concurrency.workers;
  if (threads <= processors || oversubscribe) return Result.succeed(concurrency);
  return Result.fail(new TooManyThreads({ ...concurrency, processors }));
}

/** Neither this process trains, nor could another. */
export class NobodyTrains extends InputError.extend<NobodyTrains>("NobodyTrains")({
  _tag: Schema.tag("NobodyTrains"),
}) {
  override get message(): string {
    return "--parallel 0 trains nothing, and without a store no worker can either: " +
      "give --store, or --parallel 1 or more";
  }
}

/** {@link concurrencyFor} the head of a sweep, which may train nothing where its store is shared. */
export const headConcurrency = (
  options: ConcurrencyOptions,
  processors: number,
  isShared: boolean,
): Result.Result<Concurrency, InputError> =>
  Result.filterOrFail(
    concurrencyFor(options, processors),
    ({ parallel }) => parallel > 0 || isShared,
    () => new NobodyTrains(),
  );

/** `2 at once with 1 worker each`. */
export const describeConcurrency = ({ parallel, workers }: Concurrency): string =>
  `${parallel} at once with ${workers} ${workers === 1 ? "worker" : "workers"} each`;
