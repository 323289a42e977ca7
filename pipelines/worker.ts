/** Worker: takes tasks of sweeps from a store, on any machine, until it is stopped. */
import { availableParallelism } from "node:os";
import { Effect, Layer, Schedule, Schema } from "effect";
import type { SqlClient } from "effect/sql";
import { type InputError, isRunError, RunError } from "../src/base/errors.ts";
import { Ledger } from "../src/sweep/ledger/ledger.ts";
import { tablesExist } from "../src/sweep/ledger/ledger_tables.ts";
import { sweepLayer } from "../src/sweep/ledger/sweep_layer.ts";
import type { TrialTask } from "../src/sweep/records/trial_task.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import { storeFailure } from "../src/sweep/store/store_failure.ts";
import { sayingPatience, StorePatience } from "../src/sweep/store/store_patience.ts";
import { concurrencyFor, type ConcurrencyOptions } from "../src/sweep/trials/concurrency.ts";
import { workerName, workOnTask } from "../src/sweep/trials/work_on_task.ts";
import { trialRunnerLayer } from "./trial_runner.ts";

export interface WorkerOptions extends ConcurrencyOptions {
  readonly store: StoreAddress;
  readonly runs: string;
  readonly allowCode: boolean;
  /** Seconds after which a task whose worker says nothing goes to another; the same everywhere. */
  readonly lease: number;
  readonly keepInStore: boolean;
}

/** The command `worker`. It ends when it is interrupted, its trainings with a checkpoint. */
export const worker = (
  options: WorkerOptions,
): Effect.Effect<void, InputError | RunError> =>
  Effect.gen(function* () {
    const { store, lease } = options;
    const { parallel, workers } = yield* Effect.fromResult(
      concurrencyFor(options, availableParallelism()),
    );
    const services = Layer.merge(
      sweepLayer(store, lease, tablesOf(store)),
      trialRunnerLayer({ ...options, workers, manySweeps: true }),
    );
    yield* takeTasks(store, parallel, lease).pipe(
      Effect.provide(services),
      Effect.provideServiceEffect(StorePatience, sayingPatience(store.shown)),
    );
  });

/** Works on tasks, so many at once, and says now and then that it is there. */
const takeTasks = Effect.fnUntraced(function* (
  { shown }: StoreAddress,
  parallel: number,
  lease: number,
) {
  const ledger = yield* Ledger;
  const name = workerName();
  yield* Effect.logInfo(`worker ${name} takes tasks from "${shown}"`);
  const task = workOnTask({
    worker: name,
    lease,
    onStart: (task) => say(task, "begun"),
    onEnd: (task, counted) => say(task, counted ? "ended" : "was taken over by another worker"),
  });
  const beat = Effect.repeat(ledger.beat(name, parallel), Schedule.spaced(1000 * lease / 4));
  const all = [beat, ...Array.from({ length: parallel }, () => Effect.forever(task))];
  yield* Effect.all(all, { concurrency: "unbounded", discard: true }).pipe(
    Effect.catchIf(isRunError, (cause) => Effect.fail(new StoppedWorker({ cause }))),
  );
});

const say = ({ sweep, trial, rung }: TrialTask, what: string): Effect.Effect<void> =>
  Effect.logInfo(`${sweep}: trial ${trial}, rung ${rung} ${what}`);

/** A worker that can't train or reach its store; its tasks are others' again. */
export class StoppedWorker extends RunError.extend<StoppedWorker>("StoppedWorker")({
  _tag: Schema.tag("StoppedWorker"),
  cause: Schema.instanceOf(RunError),
}) {
  override get message(): string {
    return `${this.cause.message}; this worker stops`;
  }
}

/** Waits for a sweep to make the tables, which workers would get in each other's way at. */
const tablesOf = (
  { shown }: StoreAddress,
): Effect.Effect<void, RunError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const exist = storeFailure(tablesExist);
    if (yield* exist) return;
    yield* Effect.logInfo(`"${shown}" has no sweep yet: waiting for one`);
    yield* Effect.repeat(exist, { until: (found) => found, schedule: Schedule.spaced("1 second") });
  });
