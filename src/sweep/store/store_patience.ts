/** What a process says of a store that it waits for. */
import { Context, Effect } from "effect";

export interface Patience {
  readonly away: (reason: string) => Effect.Effect<void>;
  readonly back: Effect.Effect<void>;
}

/**
 * Undefined where nobody waits: while a store is opened, for a process's own file, and in what must
 * end soon.
 */
export const StorePatience = Context.Reference<Patience | undefined>(
  "unroll/sweep/StorePatience",
  { defaultValue: () => undefined },
);

/** Says once that the store is unavailable, and once that it is back, whoever finds out first. */
export const sayingPatience = (shown: string): Effect.Effect<Patience> =>
  Effect.map(Effect.context(), (context) => {
    let away = false;
    // The store is the whole process's: what a trial's messages begin with doesn't belong here.
    const say = (line: string) =>
      Effect.updateContext(Effect.logInfo(line), (_: Context.Context<never>) => context);
    const turn = (now: boolean, line: string) =>
      Effect.suspend(() => {
        if (away === now) return Effect.void;
        away = now;
        return say(line);
      });
    return {
      away: (reason) =>
        turn(true, `The store "${shown}" is unavailable: ${reason}; waiting for it`),
      back: turn(false, `The store "${shown}" is back`),
    };
  });
