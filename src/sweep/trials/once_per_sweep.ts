/** Work that all trials of a sweep share, done by the first of them. */
import { Cache, Duration, Effect, Equal, Exit, Hash } from "effect";
import type { SweepRecord } from "../ledger/sweep_table.ts";

/** A sweep is known by its name alone: its record changes while it goes on. */
class NamedSweep implements Equal.Equal {
  constructor(readonly name: string, readonly sweep: SweepRecord) {}

  [Equal.symbol](that: Equal.Equal): boolean {
    return that instanceof NamedSweep && that.name === this.name;
  }

  [Hash.symbol](): number {
    return Hash.string(this.name);
  }
}

/**
 * The same work, done once for each name: trials that start at once wait for one of them. What
 * failed is not kept, the next trial tries it again.
 */
export const oncePerSweep = <A, E>(
  work: (name: string, sweep: SweepRecord) => Effect.Effect<A, E>,
): Effect.Effect<(name: string, sweep: SweepRecord) => Effect.Effect<A, E>> =>
  Effect.map(
    Cache.makeWith(({ name, sweep }: NamedSweep) => work(name, sweep), {
      capacity: Infinity,
      timeToLive: (exit) => Exit.isSuccess(exit) ? Duration.infinity : Duration.zero,
    }),
    (done) => (name, sweep) => Cache.get(done, new NamedSweep(name, sweep)),
  );
