/** A worker: takes one task after another, trains it, and records the result in the ledger. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import process from "node:process";
import { Data, Effect, Option } from "effect";
import type { RunError } from "../../base/errors.ts";
import { Ledger } from "../ledger/ledger.ts";
import { TaskQueue } from "../ledger/task_queue.ts";
import type { TrialTask } from "../records/trial_task.ts";
import { briefly } from "../store/briefly.ts";
import { EndedTooOften } from "./ended_too_often.ts";
import { mostAttempts, trainClaimed } from "./train_claimed.ts";
import type { TrialRunner } from "./trial_runner.ts";
import { UnfitWorker } from "./unfit_worker.ts";

/** {@link mostAttempts} for a task that never came to its first step. */
const mostClaims = 2 * mostAttempts;

export interface WorkOptions {
  /** Names this process in the ledger. */
  readonly worker: string;
  /** Seconds of a lease. */
  readonly lease: number;
  /** The sweep that this process serves: being unfit for another one does not end it. */
  readonly sweep?: string;
  readonly onStart?: (task: TrialTask) => Effect.Effect<void>;
  readonly onStep?: (task: TrialTask, step: number, total: number) => void;
  /** After the ledger knows of it; `counted` is false where another worker had taken over. */
  readonly onEnd?: (task: TrialTask, counted: boolean) => Effect.Effect<void>;
}

/** Names this process in a ledger. */
export const workerName = (): string => `${hostname()}:${process.pid}`;

/** The task goes back to the queue: its sweep waits for its own process, or for another worker. */
class GivenBack extends Data.TaggedError("GivenBack") {}

/**
 * Takes one task and works on it. What the experiment itself causes is a result, not a failure.
 * After any other failure the task is given back, and this process should take no other.
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
  return yield* claimed(task, claim, options).pipe(
    Effect.onInterrupt(() => briefly(ledger.release(task, claim, false))),
    Effect.withSpan("task", { attributes: { ...task } }),
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
  yield* options.onStart?.(task) ?? Effect.void;
  const result = attempts.value > mostClaims
    ? { failure: new EndedTooOften({ times: mostClaims }).message, run: null }
    : yield* trainClaimed({
      task,
      claim,
      sweep: found.value,
      attempts: attempts.value,
      lease: options.lease,
      onStep: (step, total) => options.onStep?.(task, step, total),
    }).pipe(
      Effect.catchIf(
        (error) => error instanceof UnfitWorker && isForAnother(task, options),
        () => new GivenBack(),
      ),
    );
  const counted = result !== undefined && (yield* ledger.end(task, claim, result));
  yield* options.onEnd?.(task, counted) ?? Effect.void;
});

const isForAnother = (task: TrialTask, { sweep }: WorkOptions): boolean =>
  sweep !== undefined && sweep !== task.sweep;
