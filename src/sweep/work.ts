/** What a worker does: takes one task after another, trains, and tells the ledger what came of it. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import process from "node:process";
import { Cause, Clock, Context, Data, Effect, Exit, Option } from "effect";
import { InputError, type RunError } from "../errors.ts";
import { type KeptRun, Ledger, type SweepRecord, type TaskResult } from "./ledger.ts";
import { TaskQueue } from "./task_queue.ts";
import type { Assignment } from "./space.ts";
import type { TrialTask } from "./trial_task.ts";

/** Processes that may end while they are at a task before it counts as failed. */
export const mostAttempts = 3;

/** What a training is told, and what it tells. */
export interface TrainingTask {
  readonly task: TrialTask;
  readonly sweep: SweepRecord;
  readonly values: Assignment;
  /** Seconds to wait for a run directory that another process holds. */
  readonly patience: number;
  /** The copy of the run that the store has, and keeping a newer one; only where runs are kept there. */
  readonly kept: Effect.Effect<Option.Option<KeptRun>, RunError>;
  readonly keep: (run: KeptRun) => Effect.Effect<void, RunError>;
  /** Steps done, of how many up to the rung, in which run directory. */
  readonly onStep: (step: number, total: number, run: string) => void;
}

/** This process can't work on a sweep at all: another could. */
export class UnfitWorker extends InputError {}

/** Trains a trial of a sweep up to a rung; the value is its objective there. */
export class TrialRunner extends Context.Service<TrialRunner, {
  readonly train: (training: TrainingTask) => Effect.Effect<
    { readonly value: number; readonly run: string },
    InputError | RunError
  >;
}>()("unroll/sweep/TrialRunner") {}

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
/** Another worker has the task by now. */
class LostTask extends Data.TaggedError("LostTask") {}

/** Takes one task and works on it; what goes wrong in a training is a result and no failure. */
export const workOnTask = (
  options: WorkOptions,
): Effect.Effect<void, RunError | UnfitWorker, Ledger | TaskQueue | TrialRunner> =>
  Effect.flatMap(TaskQueue, (queue) => queue.take((task) => work(task, options))).pipe(
    Effect.catchTag("GivenBack", () => Effect.void),
    Effect.catchTag(
      "PersistedQueueError",
      (error) =>
        Effect.andThen(Effect.logWarning(`The queue failed: ${error.message}`), Effect.sleep(1000)),
    ),
  );

const work = Effect.fnUntraced(function* (
  task: TrialTask,
  options: WorkOptions,
): Effect.fn.Return<void, RunError | UnfitWorker | GivenBack, Ledger | TrialRunner> {
  const ledger = yield* Ledger;
  const claim = randomUUID();
  const attempts = yield* ledger.claim(task, claim, options.worker);
  const found = yield* ledger.sweep(task.sweep);
  if (Option.isNone(found)) return;
  if (Option.isNone(attempts)) {
    if (found.value.status !== "running") return yield* new GivenBack();
    return;
  }
  options.onStart?.(task);
  const result = attempts.value > mostAttempts
    ? { failure: `Its process ended ${mostAttempts} times while it was at it`, run: null }
    : yield* trainClaimed(task, claim, found.value, attempts.value, options).pipe(
      // Interrupted, or unfit.
      Effect.onError(() => Effect.ignore(ledger.release(task, claim))),
      Effect.catchIf(
        (error) => error instanceof UnfitWorker && isForAnother(task, options),
        () => new GivenBack(),
      ),
    );
  const counted = result !== undefined && (yield* ledger.end(task, claim, result));
  options.onEnd?.(task, counted);
});

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
  let step = 0;
  let run: string | null = null;
  /** Fails once the ledger says that the task is another's; a ledger out of reach says nothing. */
  const lost = Effect.suspend(() => ledger.holds(task, claim, step)).pipe(
    Effect.catch(() => Effect.succeed(true)),
    Effect.flatMap((held) => held ? Effect.void : Effect.fail(new LostTask())),
    Effect.delay(1000 * lease / 4),
    Effect.forever,
  );
  const before = yield* Clock.currentTimeMillis;
  const exit = yield* runner.train({
    task,
    sweep,
    values,
    patience: attempts === 1 ? 2 * lease : 0,
    kept: ledger.keptRun(task),
    keep: (run) => ledger.keepRun(task, claim, run),
    onStep: (now, total, directory) => {
      step = now;
      run = directory;
      onStep?.(task, now, total);
    },
  }).pipe(Effect.raceFirst(lost), Effect.exit);
  const seconds = ((yield* Clock.currentTimeMillis) - before) / 1000;
  if (Exit.isSuccess(exit)) return { ...exit.value, seconds };
  if (Cause.hasInterruptsOnly(exit.cause)) return yield* Effect.interrupt;
  const error = Cause.squash(exit.cause);
  if (error instanceof LostTask) return undefined;
  if (error instanceof UnfitWorker) return yield* error;
  return { failure: error instanceof Error ? error.message : String(error), run };
});
