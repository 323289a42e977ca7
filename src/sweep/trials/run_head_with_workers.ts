/** Runs the head of a sweep with its own workers until the sweep ends. */
import { Effect, Queue } from "effect";
import type { RunError } from "../../base/errors.ts";
import type { SweepEvent } from "../records/events.ts";
import type { HeldSweep } from "../ledger/sweep_in_use.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";
import type { TaskQueue } from "../ledger/task_queue.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { coordinate, type SweepOutcome } from "./coordinate.ts";
import type { PreparedSweep } from "./prepare_sweep.ts";
import type { TrialRunner } from "./trial_runner.ts";
import { workHere } from "./work_here.ts";

/** What is shown of a sweep while it runs. */
export interface SweepProgress {
  /** Called with the state of every trial. */
  readonly trials: (trials: readonly ViewedTrial[]) => void;
  /** The line for an event; undefined where it is worth none, or the live line shows it. */
  readonly lineOf: (event: SweepEvent) => string | undefined;
  /** Hears of a trial that is trained in this process. */
  readonly step: (trial: number, step: number, total: number) => void;
  readonly ended: (trial: number) => void;
}

export interface GoThrough {
  /** Names this head in the ledger. */
  readonly head: string;
  /** Tasks that this process works on at once. */
  readonly parallel: number;
  /** Seconds of a lease. */
  readonly lease: number;
  readonly progress: SweepProgress;
  readonly onEvent: (event: SweepEvent) => Effect.Effect<void>;
}

/** Coordinates a sweep that the ledger knows, and works on its tasks. */
export const goThrough = Effect.fnUntraced(function* (
  { name, definition, stopper, ownFile }: PreparedSweep,
  { head, parallel, lease, progress, onEvent }: GoThrough,
): Effect.fn.Return<
  SweepOutcome,
  HeldSweep | RunError,
  Ledger | TaskQueue | Sampler | TrialRunner
> {
  const ledger = yield* Ledger;
  const ended = yield* Queue.sliding<void>(1);
  const isShared = ownFile === undefined;
  const elsewhere = isShared ? ledger.workerSlots(3 * lease) : Effect.succeed(0);
  let own = parallel;
  const coordination = coordinate({
    name,
    head,
    definition,
    stopper,
    slots: Effect.map(elsewhere, (others) => own + others),
    // What others end is seen at the next look.
    changed: isShared
      ? Effect.asVoid(Effect.timeoutOption(Queue.take(ended), Math.min(1000, 250 * lease)))
      : Queue.take(ended),
    onTrials: progress.trials,
    onEvent: (event) => {
      const line = progress.lineOf(event);
      const said = line === undefined ? Effect.void : Effect.logInfo(line);
      return Effect.andThen(said, onEvent(event));
    },
  });
  const work = workHere({
    parallel,
    elsewhere,
    onUnfit: () => own = 0,
    sweep: name,
    lease,
    onStep: ({ sweep, trial }, step, total) => {
      if (sweep === name) progress.step(trial, step, total);
    },
    onEnd: ({ sweep, trial }) => {
      if (sweep === name) progress.ended(trial);
      return Queue.offer(ended, undefined);
    },
  });
  return yield* Effect.raceFirst(coordination, work);
});
