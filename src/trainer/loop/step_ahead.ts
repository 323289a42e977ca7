/**
 * One step ahead: a step is submitted before the result of the previous one is known, so that the
 * workers go straight from one to the next. If something is due after a step, the engine rests
 * after it.
 */
import { Effect } from "effect";
import type { StepReport } from "../../compute/engine.ts";
import type { RunError } from "../../base/errors.ts";

/** A step that the engine has been handed. */
export interface HandedOver {
  /** Whether the engine must rest after it. */
  readonly rest: boolean;
  /** How it went. */
  readonly report: Effect.Effect<StepReport, RunError>;
}

export interface StepAhead<Step, Heard, E> {
  /** Whether a step is under way: the engine may be asked for nothing, and nothing is due. */
  readonly isPending: () => boolean;
  /**
   * Hands over the next step, then hears of the one before, and of this one where the engine rests.
   */
  readonly go: (
    handOver: Effect.Effect<Step, RunError>,
  ) => Effect.Effect<readonly Heard[], E | RunError>;
  /** Waits until the engine rests and all its results are recorded. */
  readonly drain: Effect.Effect<readonly Heard[], E>;
}

/**
 * @param hear hears how a step went
 * @param spoil is called if that fails while the next step is already running
 */
export const stepAhead = <Step extends HandedOver, Heard, E>(
  hear: (step: Step) => Effect.Effect<Heard, E>,
  spoil: () => void,
): StepAhead<Step, Heard, E> => {
  let pending: Step | undefined;

  const drain = Effect.gen(function* () {
    if (pending === undefined) return [];
    const last = pending;
    pending = undefined;
    return [yield* hear(last)];
  }).pipe(Effect.uninterruptible);

  const go = Effect.fnUntraced(function* (handOver: Effect.Effect<Step, RunError>) {
    const next = yield* handOver;
    const before = pending;
    pending = next;
    const heard = before === undefined ? [] : [
      // After a failure the next one is only waited for.
      yield* hear(before).pipe(Effect.onError(() => {
        pending = undefined;
        spoil();
        return Effect.ignore(next.report);
      })),
    ];
    return next.rest ? [...heard, ...yield* drain] : heard;
  }, Effect.uninterruptible);

  return { isPending: () => pending !== undefined, go, drain };
};
