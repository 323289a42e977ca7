/**
 * A sweep: its file and its space checked → ledger and queue → trials, chosen by what those before
 * them came to, trained side by side → the best.
 */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { basename, extname, join } from "node:path";
import { Clock, Console, Effect, Layer, Option, Queue, type Scope } from "effect";
import { InputError, RunError } from "../src/base/errors.ts";
import { isThere } from "../src/base/files/is_there.ts";
import { safeName } from "../src/base/files/safe_name.ts";
import { Screen } from "../src/base/terminal/screen.ts";
import { checkLengths } from "../src/sweep/definition/check_lengths.ts";
import { describeCorpus, loadCorpus } from "../src/experiment/setup/load_corpus.ts";
import { readSweep } from "../src/sweep/definition/read_sweep.ts";
import {
  defineSweep,
  enterSweep,
  neverBegun,
  requireBegun,
} from "../src/sweep/work/define_sweep.ts";
import { resolveEngine } from "../src/experiment/setup/open_engine.ts";
import { warnOfOtherTrials } from "../src/sweep/results/warn_of_other_trials.ts";
import { currentEnvironment } from "../src/run/environment.ts";
import { viewTrial } from "../src/sweep/ledger/trial_record.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import { StoreFailed } from "../src/sweep/store/store_failed.ts";
import { OwnStoreFile, sayingPatience, StorePatience } from "../src/sweep/store/store_failure.ts";
import { coordinate } from "../src/sweep/work/coordinate.ts";
import {
  type Concurrency,
  concurrencyFor,
  type ConcurrencyOptions,
} from "../src/sweep/work/concurrency.ts";
import type { SweepDefinition } from "../src/sweep/ledger/definition.ts";
import type { SweepEvent } from "../src/sweep/ledger/events.ts";
import { holdDirectory, holdSweep } from "../src/sweep/ledger/hold_sweep.ts";
import type { Stopper } from "../src/sweep/stoppers/job.ts";
import { Ledger } from "../src/sweep/ledger/ledger.ts";
import { Sampler } from "../src/sweep/samplers/sampler.ts";
import { sweepLayer } from "../src/sweep/ledger/sweep_layer.ts";
import { sweepProgress } from "../src/sweep/results/sweep_progress.ts";
import { type SweepResult, sweepResult } from "../src/sweep/results/sweep_result.ts";
import { placeRuns } from "../src/sweep/results/place_runs.ts";
import { ledgerFile } from "../src/sweep/results/read_sweep_view.ts";
import { prepareStore, releaseLeases } from "../src/sweep/ledger/task_queue.ts";
import { retryFailed } from "../src/sweep/ledger/retry_failed.ts";
import { workerName, workOnTask } from "../src/sweep/work/work_on_task.ts";
import { formatSweepResult } from "../src/sweep/results/format_sweep_result.ts";
import { UnfitWorker } from "../src/sweep/work/trial_runner.ts";
import { trialRunnerLayer } from "./trial_runner.ts";

export interface SweepOptions extends ConcurrencyOptions {
  /** Path of the sweep's file. */
  readonly sweep: string;
  /** Undefined is a file in the sweep's own directory. */
  readonly store: StoreAddress | undefined;
  readonly runs: string;
  readonly allowCode: boolean;
  /** Seconds after which a task whose worker says nothing goes to another. */
  readonly lease: number;
  /** Whether what a trial needs to go on is kept in the store too. */
  readonly keepInStore: boolean;
  /** Whether trials that failed are run again. */
  readonly retryFailed?: boolean;
}

/** Directory of a sweep, with its ledger unless that is elsewhere. */
export const sweepDirectory = (runs: string, name: string): string => join(runs, `sweep-${name}`);

/** Runs a sweep to its end, or goes on with it. */
export const runSweep = (
  options: SweepOptions,
  onEvent: (event: SweepEvent) => Effect.Effect<void> = () => Effect.void,
): Effect.Effect<SweepResult, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { runs, store, allowCode } = options;
    const screen = yield* Screen;
    const concurrency = yield* Effect.fromResult(concurrencyFor(options, availableParallelism()));
    if (concurrency.parallel === 0 && store === undefined) {
      return yield* new InputError(nobodyTrains);
    }
    const read = yield* readSweep(options.sweep, { allowCode });
    const { experiment } = read.experiment;
    const corpus = yield* loadCorpus(experiment);
    yield* checkLengths(read, corpus);
    const file = basename(options.sweep, extname(options.sweep));
    const name = yield* safeName(file, "The sweep");
    const { definition, stopper } = defineSweep(read, corpus, runs);
    const directory = sweepDirectory(runs, name);
    const ownFile = store === undefined ? join(directory, ledgerFile) : undefined;
    const address = store ?? privateStore(directory);
    const { retryFailed: retries = false } = options;
    if (retries && ownFile !== undefined && !(yield* isThere(ownFile))) {
      return yield* neverBegun(name, runs);
    }
    yield* holdDirectory(name, directory);
    const services = Layer.mergeAll(
      sweepLayer(address, store === undefined ? noLease : options.lease, prepareStore),
      Sampler.layer(read.file.search.kind),
      trialRunnerLayer({ ...options, store: address, workers: concurrency.workers }),
    );
    const head = randomUUID();
    // A store that others use too may be away for a while; one's own file should be there.
    const patience = store === undefined ? undefined : sayingPatience(store.shown, screen.print);
    const outcome = yield* Effect.gen(function* () {
      if (store === undefined) yield* releaseLeases;
      const watch = store === undefined ? Effect.never : yield* holdSweep(name, address);
      // Who trains nothing needs no product.
      const engine = concurrency.parallel === 0
        ? Option.getOrUndefined(yield* Effect.option(resolveEngine(experiment.engine)))
        : yield* resolveEngine(experiment.engine);
      const environment = engine && (yield* currentEnvironment(engine));
      if (retries) yield* requireBegun(name, address.shown);
      yield* enterSweep(name, head, { ...definition, ...(environment && { environment }) });
      if (retries) yield* retryFailed(name, screen.print);
      const before = yield* Effect.flatMap(Ledger, (ledger) => ledger.trials(name));
      if (engine !== undefined) {
        const trials = before.map((trial) => viewTrial(trial, 0));
        yield* warnOfOtherTrials(trials, { space: read.space, engine, runs });
      }
      screen.print([
        ...describeCorpus(corpus),
        `sweep: ${name}, ${
          read.trials.toLocaleString("en-US")
        } trials by ${read.file.search.kind}, ` +
        describeCrew(concurrency),
      ].join("\n"));
      const course = { ...options, head, definition, stopper, concurrency, most: read.trials };
      return yield* Effect.raceFirst(goThrough(name, course, onEvent), watch);
    }).pipe(
      Effect.scoped,
      Effect.provide(services),
      Effect.provideService(StorePatience, patience),
      Effect.provideService(OwnStoreFile, ownFile),
      Effect.mapError((error) =>
        store === undefined && error instanceof StoreFailed ? goesOn(error) : error
      ),
    );
    screen.clear();
    const config = read.experiment.source.files[0] ?? "";
    const { sweep } = options;
    const trials = yield* placeRuns(outcome.trials, runs);
    const where = { directory, runs, store: store?.shown };
    return sweepResult({ ...outcome, trials }, { name, sweep, config, definition, ...where });
  });

const nobodyTrains = {
  message: "--parallel 0 trains nothing, and without a store no worker can either: " +
    "give --store, or --parallel 1 or more",
};

/** Seconds of a lease that nobody else waits for: no clock that is set may end it. */
const noLease = 10 * 365 * 24 * 3600;

const privateStore = (directory: string): StoreAddress => {
  const file = join(directory, ledgerFile);
  return { kind: "sqlite", file, shown: file };
};

const describeCrew = ({ parallel, workers }: Concurrency): string =>
  `${parallel} at once with ${workers} ${workers === 1 ? "worker" : "workers"} each`;

interface Course extends SweepOptions {
  readonly head: string;
  readonly definition: SweepDefinition;
  readonly stopper: Stopper;
  readonly concurrency: Concurrency;
  readonly most: number;
}

/** Coordinates, and works on the tasks, until the sweep is at its end. */
const goThrough = Effect.fnUntraced(function* (
  name: string,
  { head, definition, stopper, concurrency, most, store, lease }: Course,
  onEvent: (event: SweepEvent) => Effect.Effect<void>,
) {
  const ledger = yield* Ledger;
  const clock = yield* Clock.Clock;
  const progress = sweepProgress({
    screen: yield* Screen,
    goal: definition.objective.goal,
    most,
    seconds: () => Number(clock.monotonicTimeNanosUnsafe()) / 1e9,
  });
  const ended = yield* Queue.sliding<void>(1);
  const shared = store !== undefined;
  let own = concurrency.parallel;
  const coordination = coordinate({
    name,
    head,
    definition,
    stopper,
    slots: shared
      ? Effect.map(ledger.workerSlots(3 * lease), (others) => own + others)
      : Effect.succeed(own),
    changed: shared
      ? Effect.asVoid(Effect.timeoutOption(Queue.take(ended), Math.min(1000, 250 * lease)))
      : Queue.take(ended),
    onTrials: progress.trials,
    onEvent: (event) => Effect.andThen(Effect.sync(() => progress.event(event)), onEvent(event)),
  });
  const hand = Effect.forever(workOnTask({
    worker: workerName(),
    sweep: name,
    lease,
    onStep: ({ sweep, trial }, step, total) => {
      if (sweep === name) progress.step(trial, step, total);
    },
    onEnd: ({ sweep, trial }) => {
      if (sweep === name) progress.ended(trial);
      Queue.offerUnsafe(ended, undefined);
    },
  }));
  const hands = Effect.all(Array.from({ length: concurrency.parallel }, () => hand), {
    concurrency: "unbounded",
    discard: true,
  }).pipe(
    // Where others train, one machine that can't is no end of the sweep.
    Effect.tapError(() => Effect.sync(() => own = 0)),
    Effect.catchIf(
      (error) => error instanceof UnfitWorker,
      (unfit) =>
        Effect.flatMap(
          shared ? ledger.workerSlots(3 * lease) : Effect.succeed(0),
          (others) =>
            others === 0 ? Effect.fail(goesOn(unfit)) : Effect.logWarning(
              `${unfit.message}; nothing is trained here any more, other workers go on`,
            ),
        ),
    ),
  );
  return yield* concurrency.parallel === 0
    ? coordination
    : Effect.raceFirst(coordination, Effect.andThen(hands, Effect.never));
});

/** What a process that can't train, or can't write its ledger, has to say last. */
const goesOn = ({ message }: UnfitWorker | StoreFailed) =>
  new RunError({ message: `${message}; once that is mended, the same command goes on` });

/** The command `sweep`: the best trials go to standard output, the sweep's directory last. */
export const sweep = (
  { json, ...options }: SweepOptions & { readonly json: boolean },
): Effect.Effect<void, InputError | RunError> =>
  Effect.gen(function* () {
    const print = (value: unknown) => json ? Console.log(JSON.stringify(value)) : Effect.void;
    const result = yield* Effect.scoped(runSweep(options, print)).pipe(
      Effect.onInterrupt(() => sayInterrupted),
    );
    yield* print({ event: "end", ...result });
    if (!json) yield* Console.log(formatSweepResult(result));
    if (result.failure !== null) return yield* new RunError({ message: result.failure });
  });

const sayInterrupted = Effect.map(Screen, (screen) => {
  screen.clear();
  screen.print("Interrupted, checkpoints are written; the same command goes on");
});
