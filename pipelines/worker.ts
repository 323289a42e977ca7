/** A worker of sweeps: takes tasks from a store, on whichever machine, until it is stopped. */
import { availableParallelism } from "node:os";
import { Effect, Layer } from "effect";
import { SqlClient } from "effect/sql";
import { type InputError, isRunError, RunError } from "../src/base/errors.ts";
import { Screen } from "../src/base/terminal/screen.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import { sayingPatience, storeFailure, StorePatience } from "../src/sweep/store/store_failure.ts";
import { concurrencyFor, type ConcurrencyOptions } from "../src/sweep/work/concurrency.ts";
import { Ledger } from "../src/sweep/ledger/ledger.ts";
import { tablesExist } from "../src/sweep/ledger/ledger_tables.ts";
import { sweepLayer } from "../src/sweep/ledger/sweep_layer.ts";
import type { TrialTask } from "../src/sweep/ledger/trial_task.ts";
import { workerName, workOnTask } from "../src/sweep/work/work_on_task.ts";
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
    const screen = yield* Screen;
    const concurrency = yield* Effect.fromResult(concurrencyFor(options, availableParallelism()));
    const services = Layer.merge(
      sweepLayer(store, lease, tablesOf(store)),
      trialRunnerLayer({ ...options, workers: concurrency.workers, manySweeps: true }),
    );
    const name = workerName();
    const say = (what: string) => ({ sweep, trial, rung }: TrialTask) =>
      screen.print(`${sweep}: trial ${trial}, rung ${rung} ${what}`);
    const hand = Effect.forever(workOnTask({
      worker: name,
      lease,
      onStart: say("begun"),
      onEnd: (task, counted) => say(counted ? "ended" : "was taken over by another worker")(task),
    }));
    yield* Effect.gen(function* () {
      const ledger = yield* Ledger;
      screen.print(`worker ${name} takes tasks from "${store.shown}"`);
      const beat = ledger.beat(name, concurrency.parallel).pipe(
        Effect.andThen(Effect.sleep(1000 * lease / 4)),
        Effect.forever,
      );
      const all = [
        beat,
        ...Array.from({ length: concurrency.parallel }, () => hand),
      ];
      yield* Effect.all(all, { concurrency: "unbounded", discard: true }).pipe(
        Effect.catchIf(isRunError, ({ message }) => Effect.fail(stops(message))),
      );
    }).pipe(
      Effect.provide(services),
      Effect.provideService(StorePatience, sayingPatience(store.shown, screen.print)),
    );
  });

/** What a worker that is no good says last; its tasks are others' again. */
const stops = (message: string) => new RunError({ message: `${message}; this worker stops` });

/** Waits for a sweep to make the tables: workers that make them side by side are in each other's way. */
const tablesOf = (
  { shown }: StoreAddress,
): Effect.Effect<void, RunError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const screen = yield* Screen;
    for (let said = false; !(yield* storeFailure(tablesExist)); said = true) {
      if (!said) screen.print(`"${shown}" has no sweep yet: waiting for one`);
      yield* Effect.sleep("1 second");
    }
  });
