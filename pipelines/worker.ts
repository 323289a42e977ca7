/** A worker of sweeps: takes tasks from a store, on whichever machine, until it is stopped. */
import { availableParallelism } from "node:os";
import { Effect, Layer } from "effect";
import { SqlClient } from "effect/sql";
import { type InputError, RunError } from "../src/errors.ts";
import { Screen } from "../src/metrics/screen.ts";
import type { StoreAddress } from "../src/store/store_address.ts";
import { sayingPatience, storeFailure, StorePatience } from "../src/store/store_failure.ts";
import { crewFor, type CrewOptions } from "../src/sweep/crew.ts";
import { Ledger } from "../src/sweep/ledger.ts";
import { tablesExist } from "../src/sweep/ledger_tables.ts";
import { sweepLayer } from "../src/sweep/sweep_layer.ts";
import type { TrialTask } from "../src/sweep/trial_task.ts";
import { workerName, workOnTask } from "../src/sweep/work.ts";
import { trialRunnerLayer } from "./trial_runner.ts";

export interface WorkerOptions extends CrewOptions {
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
    const crew = yield* Effect.fromResult(crewFor(options, availableParallelism()));
    const services = Layer.merge(
      sweepLayer(store, lease, tablesOf(store)),
      trialRunnerLayer({ ...options, workers: crew.workers, manySweeps: true }),
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
      const beat = ledger.beat(name, crew.parallel).pipe(
        Effect.andThen(Effect.sleep(1000 * lease / 4)),
        Effect.forever,
      );
      const all = [
        beat,
        ...Array.from({ length: crew.parallel }, () => hand),
      ];
      yield* Effect.all(all, { concurrency: "unbounded", discard: true }).pipe(
        Effect.catchTag("RunError", ({ message }) => Effect.fail(stops(message))),
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
