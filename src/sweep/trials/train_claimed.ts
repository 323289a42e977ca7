/** Trains a claimed task, for as long as the ledger confirms the claim. */
import { Clock, Effect, Schedule } from "effect";
import type { RunError } from "../../base/errors.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { SweepRecord } from "../ledger/sweep_table.ts";
import type { TaskResult } from "../ledger/task_table.ts";
import type { TrialTask } from "../records/trial_task.ts";
import { briefly } from "../store/briefly.ts";
import { EndedTooOften } from "./ended_too_often.ts";
import { LostTask, outcomeOf } from "./outcome_of.ts";
import { TrialRunner } from "./trial_runner.ts";
import type { UnfitWorker } from "./unfit_worker.ts";

/** Attempts without a new checkpoint after which a task counts as failed. */
export const mostAttempts = 3;

export interface ClaimedTask {
  readonly task: TrialTask;
  /** The token of this process's claim. */
  readonly claim: string;
  readonly sweep: SweepRecord;
  /** How often a process was at it, this time included. */
  readonly attempts: number;
  /** Seconds of a lease. */
  readonly lease: number;
  readonly onStep: (step: number, total: number) => void;
}

/** The result of the training; none where the task was lost on the way. */
export const trainClaimed = Effect.fnUntraced(function* (
  { task, claim, sweep, attempts, lease, onStep }: ClaimedTask,
): Effect.fn.Return<TaskResult | undefined, RunError | UnfitWorker, Ledger | TrialRunner> {
  const ledger = yield* Ledger;
  const values = yield* ledger.values(task.sweep, task.trial);
  const runner = yield* TrialRunner;
  const clock = yield* Clock.Clock;
  const seconds = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e9;
  let step = 0;
  let run: string | null = null;
  /** Fails once the ledger says that the task is another's, not while the store is unavailable. */
  const lost = Effect.suspend(() => ledger.holds(task, claim, step)).pipe(
    Effect.orElseSucceed(() => true),
    Effect.filterOrFail((held) => held, () => new LostTask()),
    Effect.schedule(Schedule.spaced(1000 * lease / 4)),
  );
  const begun = seconds();
  const exit = yield* runner.train({
    task,
    sweep,
    values,
    patience: attempts === 1 ? 2 * lease : 0,
    kept: ledger.keptRun(task),
    keep: (run) => ledger.keepRun(task, claim, run),
    onSetOut: (saved) =>
      Effect.flatMap(
        ledger.setOut(task, claim, saved),
        (attempts) =>
          attempts > mostAttempts
            ? Effect.fail(new EndedTooOften({ times: mostAttempts }))
            : Effect.void,
      ),
    onStep: (now, total, directory) => {
      step = now;
      run = directory;
      onStep(now, total);
    },
  }).pipe(
    Effect.raceFirst(Effect.andThen(lost, Effect.never)),
    Effect.exit,
  );
  const outcome = outcomeOf(exit);
  switch (outcome.kind) {
    case "done":
      return { ...outcome.value, seconds: seconds() - begun };
    case "failed":
      return { failure: outcome.failure, run };
    case "lost":
      yield* briefly(ledger.outlive(task));
      return undefined;
    case "back":
      yield* briefly(ledger.release(task, claim, outcome.counts));
      return yield* Effect.failCause(outcome.cause);
  }
});
