/** What a page is told, as long as it listens. */
import { join } from "node:path";
import { Effect, Queue, Stream } from "effect";
import { isInputError } from "../base/errors.ts";
import type { WatchEvents } from "./folder/watched_run.ts";
import { metricsTail } from "./folder/metrics_tail.ts";
import { sweepHtml } from "./sweep_html.ts";
import type { WatchedFolder } from "./watched_folder.ts";

/** What a page has chosen to see: names in the folder. */
export interface Chosen {
  readonly runs: readonly string[];
  readonly sweep: string | undefined;
}

/** Points of all chosen runs together, and those of one run at least and at most. */
const most = { points: 25_000, few: 100, run: 4000 };

/** Milliseconds between two looks. */
const pauses = { points: 250, folder: 2000, sweep: 2000, alive: 15_000 };

/** Server-sent events: the folder, the points of the chosen runs and the chosen sweep, as they change. */
export const watchEvents = (
  { folder, look }: WatchedFolder,
  { runs, sweep }: Chosen,
): Stream.Stream<string> =>
  Stream.callback<string>((queue) => {
    const tell = <K extends keyof WatchEvents>(name: K, data: WatchEvents[K]) =>
      Queue.offer(queue, `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    const limit = Math.min(most.run, Math.max(most.few, most.points / runs.length));
    const tails = runs.map((run) => ({ run, tail: metricsTail(join(folder, run), limit) }));
    const points = Effect.forEach(tails, ({ run, tail }) =>
      Effect.flatMap(tail.next, (found) =>
        found === undefined
          ? Effect.void
          : Effect.andThen(tell("points", { run, ...found }), Effect.yieldNow)), { discard: true });
    const sweepNow = sweep === undefined
      ? Effect.void
      : whenChanged(sweepHtml(join(folder, sweep)), (html) =>
        tell("sweep", { name: sweep, html }));
    const folderNow = whenChanged(look, (watched) =>
      tell("folder", watched));
    const alive = Queue.offer(queue, ": alive\n\n");
    return Effect.all([
      again(folderNow, pauses.folder),
      again(points, pauses.points),
      again(sweepNow, pauses.sweep),
      again(alive, pauses.alive),
    ], { concurrency: "unbounded", discard: true });
  });

/** Looks, and tells what it sees unless it has told just that before. */
const whenChanged = <A, E>(
  look: Effect.Effect<A, E>,
  tell: (seen: A) => Effect.Effect<unknown>,
): Effect.Effect<void, E> => {
  let told: string | undefined;
  return Effect.flatMap(look, (seen) => {
    const text = JSON.stringify(seen);
    if (text === told) return Effect.void;
    told = text;
    return tell(seen);
  });
};

/** For good; what can't be read now may be there the next time. */
const again = <E>(look: Effect.Effect<unknown, E>, pause: number): Effect.Effect<never> =>
  look.pipe(
    Effect.catch((error) => isInputError(error) ? Effect.void : Effect.die(error)),
    Effect.andThen(Effect.sleep(pause)),
    Effect.forever,
  );
