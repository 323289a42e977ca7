/** What a worker does: takes one task after another, trains, and tells the ledger what came of it. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import process from "node:process";
import { Clock, Data, Effect, Option } from "effect";
import { FailedExperiment, type RunError } from "../../base/errors.ts";
import { briefly } from "../store/briefly.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { SweepRecord } from "../ledger/sweep_table.ts";
import type { TaskResult } from "../ledger/task_table.ts";
import { LostTask, outcomeOf } from "./outcome_of.ts";
import { TaskQueue } from "../ledger/task_queue.ts";
import { TrialRunner, UnfitWorker } from "./trial_runner.ts";
import type { TrialTask } from "../ledger/trial_task.ts";

/** Processes that may end while they are at a task, without a new checkpoint, before it counts as failed. */
export const mostAttempts = 3;
/** The same for a task that never came to its first step. */
const mostClaims = 2 * mostAttempts;

export interface WorkOptions {
  /** Names this process in the ledger. */
  readonly worker: string;
  /** Seconds of a lease. */
  readonly lease: number;
  /** The sweep that this process is there for: being unfit for another does not end it. */
  readonly sweep?: string;
  readonly onStart?: (task: TrialTask) => void;
  readonly onStep?: (task: TrialTask, step: number, total: number) => void;
  /** After the ledger knows of it; `counted` is false where another worker had taken over. */
  readonly onEnd?: (task: TrialTask, counted: boolean) => void;
}

/** Names this process in a ledger. */
export const workerName = (): string => `${hostname()}:${process.pid}`;

/** The task goes back to the queue: its sweep waits for its own process, or for another worker. */
class GivenBack extends Data.TaggedError("GivenBack") {}

/**
 * Takes one task and works on it. What the experiment itself comes to is a result and no failure; after
 * everything else the task is given back, and this process should take no other.
 */
export const workOnTask = (
  options: WorkOptions,
): Effect.Effect<void, RunError | UnfitWorker, Ledger | TaskQueue | TrialRunner> =>
  Effect.flatMap(TaskQueue, (queue) => queue.take((task) => work(task, options))).pipe(
    Effect.catchTag("GivenBack", () => Effect.void),
  );

const work = Effect.fnUntraced(function* (
  task: TrialTask,
  options: WorkOptions,
): Effect.fn.Return<void, RunError | UnfitWorker | GivenBack, Ledger | TrialRunner> {
  const ledger = yield* Ledger;
  const claim = randomUUID();
  return yield* Effect.onInterrupt(
    claimed(task, claim, options),
    () => briefly(ledger.release(task, claim, false)),
  );
});

const claimed = Effect.fnUntraced(function* (
  task: TrialTask,
  claim: string,
  options: WorkOptions,
): Effect.fn.Return<void, RunError | UnfitWorker | GivenBack, Ledger | TrialRunner> {
  const ledger = yield* Ledger;
  const attempts = yield* ledger.claim(task, claim, options.worker);
  const found = yield* ledger.sweep(task.sweep);
  if (Option.isNone(found)) return;
  if (Option.isNone(attempts)) {
    if (found.value.status !== "running") return yield* new GivenBack();
    return;
  }
  options.onStart?.(task);
  const result = attempts.value > mostClaims
    ? { failure: endedTooOften(mostClaims), run: null }
    : yield* trainClaimed(task, claim, found.value, attempts.value, options).pipe(
      Effect.catchIf(
        (error) => error instanceof UnfitWorker && isForAnother(task, options),
        () => new GivenBack(),
      ),
    );
  const counted = result !== undefined && (yield* ledger.end(task, claim, result));
  options.onEnd?.(task, counted);
});

const endedTooOften = (times: number): string =>
  `Its process ended ${times} times while it was at it, without a new checkpoint`;

const isForAnother = (task: TrialTask, { sweep }: WorkOptions): boolean =>
  sweep !== undefined && sweep !== task.sweep;

/** The result of a training; none where the task was lost on the way. */
const trainClaimed = Effect.fnUntraced(function* (
  task: TrialTask,
  claim: string,
  sweep: SweepRecord,
  attempts: number,
  { lease, onStep }: WorkOptions,
): Effect.fn.Return<TaskResult | undefined, RunError | UnfitWorker, Ledger | TrialRunner> {
  const ledger = yield* Ledger;
  const values = yield* ledger.values(task.sweep, task.trial);
  const runner = yield* TrialRunner;
  const clock = yield* Clock.Clock;
  const seconds = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e9;
  let step = 0;
  let run: string | null = null;
  /** Fails once the ledger says that the task is another's. */
  const lost = Effect.suspend(() => ledger.holds(task, claim, step)).pipe(
    Effect.catch(() => Effect.succeed(true)),
    Effect.flatMap((held) => held ? Effect.void : Effect.fail(new LostTask())),
    Effect.delay(1000 * lease / 4),
    Effect.forever,
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
            ? Effect.fail(new FailedExperiment({ message: endedTooOften(mostAttempts) }))
            : Effect.void,
      ),
    onStep: (now, total, directory) => {
      step = now;
      run = directory;
      onStep?.(task, now, total);
    },
  }).pipe(
    Effect.raceFirst(lost),
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
