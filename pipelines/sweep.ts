/**
 * Sweep: file and space, checked → ledger and queue → trials in parallel, chosen by earlier results
 * → the best.
 */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { Clock, Console, Effect, Layer, Option, type Scope } from "effect";
import type { InputError, RunError } from "../src/base/errors.ts";
import { Screen } from "../src/base/terminal/screen.ts";
import { describeCorpus } from "../src/experiment/setup/load_corpus.ts";
import { type ResolvedEngine, resolveEngine } from "../src/experiment/setup/resolve_engine.ts";
import { currentEnvironment } from "../src/run/environment.ts";
import type { SweepEvent } from "../src/sweep/records/events.ts";
import { holdDirectory, holdSweep } from "../src/sweep/ledger/hold_sweep.ts";
import { Ledger } from "../src/sweep/ledger/ledger.ts";
import { retryFailed } from "../src/sweep/ledger/retry_failed.ts";
import { sweepLayer } from "../src/sweep/ledger/sweep_layer.ts";
import { prepareStore, releaseLeases } from "../src/sweep/ledger/task_queue.ts";
import { viewTrial } from "../src/sweep/records/trial_record.ts";
import { formatSweepResult } from "../src/sweep/results/format_sweep_result.ts";
import { placeRuns } from "../src/sweep/results/place_runs.ts";
import { sweepProgress } from "../src/sweep/results/sweep_progress.ts";
import { sweepEnd, type SweepResult, sweepResult } from "../src/sweep/results/sweep_result.ts";
import { warnOfOtherTrials } from "../src/sweep/results/warn_of_other_trials.ts";
import { Sampler } from "../src/sweep/samplers/sampler.ts";
import type { StoreAddress } from "../src/sweep/store/store_address.ts";
import { StoreFailed } from "../src/sweep/store/store_failed.ts";
import { OwnStoreFile } from "../src/sweep/store/store_failure.ts";
import { sayingPatience, StorePatience } from "../src/sweep/store/store_patience.ts";
import {
  type Concurrency,
  type ConcurrencyOptions,
  describeConcurrency,
  headConcurrency,
} from "../src/sweep/trials/concurrency.ts";
import type { SweepOutcome } from "../src/sweep/trials/coordinate.ts";
import { enterSweep, requireBegun, requireOwnLedger } from "../src/sweep/trials/enter_sweep.ts";
import { goThrough } from "../src/sweep/trials/run_head_with_workers.ts";
import { type PreparedSweep, prepareSweep } from "../src/sweep/trials/prepare_sweep.ts";
import { StoppedSweep } from "../src/sweep/trials/stopped_sweep.ts";
import { trialRunnerLayer } from "./trial_runner.ts";
import { formatCount } from "../src/base/terminal/format_number.ts";

export interface SweepOptions extends ConcurrencyOptions {
  /** Path of the sweep's file. */
  readonly sweep: string;
  /** Undefined is a file in the sweep's own directory. */
  readonly store: StoreAddress | undefined;
  readonly runs: string;
  readonly allowCode: boolean;
  /** Seconds after which a task whose worker says nothing goes to another. */
  readonly lease: number;
  /** Whether the store also keeps what resuming a trial needs. */
  readonly keepInStore: boolean;
  /** Whether trials that failed are run again. */
  readonly retryFailed?: boolean;
}

type OnEvent = (event: SweepEvent) => Effect.Effect<void>;

/** Runs or resumes a sweep, to its end. */
export const runSweep = (
  options: SweepOptions,
  onEvent: OnEvent = () => Effect.void,
): Effect.Effect<SweepResult, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const concurrency = yield* Effect.fromResult(
      headConcurrency(options, availableParallelism(), options.store !== undefined),
    );
    const sweep = yield* prepareSweep(options.sweep, options);
    if (options.retryFailed) yield* requireOwnLedger(sweep, options.runs);
    yield* holdDirectory(sweep.name, sweep.directory);
    const outcome = yield* Effect.scoped(lead(sweep, concurrency, options, onEvent)).pipe(
      Effect.provide(services(sweep, concurrency, options)),
      Effect.provideService(OwnStoreFile, sweep.ownFile),
      Effect.provideServiceEffect(StorePatience, patienceWith(sweep)),
      Effect.mapError((error) =>
        sweep.ownFile !== undefined && error instanceof StoreFailed
          ? new StoppedSweep({ cause: error })
          : error
      ),
    );
    (yield* Screen).clear();
    return yield* resultOf(sweep, outcome, options);
  });

/** Seconds of a lease for which nobody else waits: setting the clock must not end it. */
const noLease = 10 * 365 * 24 * 3600;

/** Ledger and queue, the sampler, and what trains. */
const services = (
  { store, ownFile, read }: PreparedSweep,
  { workers }: Concurrency,
  options: SweepOptions,
) =>
  Layer.mergeAll(
    sweepLayer(store, ownFile === undefined ? options.lease : noLease, prepareStore),
    Sampler.layer(read.file.search.kind),
    trialRunnerLayer({ ...options, store, workers }),
  );

/** A store that others use too may be away for a while; one's own file should be there. */
const patienceWith = ({ store, ownFile }: PreparedSweep) =>
  ownFile === undefined ? sayingPatience(store.shown) : Effect.succeed(undefined);

/** Takes the sweep over as its head, and coordinates it to its end. */
const lead = Effect.fnUntraced(function* (
  sweep: PreparedSweep,
  concurrency: Concurrency,
  options: SweepOptions,
  onEvent: OnEvent,
) {
  const { name, store, ownFile, read, corpus } = sweep;
  if (ownFile !== undefined) yield* releaseLeases;
  const watch = ownFile === undefined ? yield* holdSweep(name, store) : Effect.never;
  // Who trains nothing needs no product.
  const resolved = resolveEngine(read.experiment.experiment.engine);
  const engine = concurrency.parallel === 0
    ? Option.getOrUndefined(yield* Effect.option(resolved))
    : yield* resolved;
  const head = randomUUID();
  yield* enter(sweep, head, engine, options);
  yield* Effect.logInfo([
    ...describeCorpus(corpus, read.experiment.experiment),
    `sweep: ${name}, ${formatCount(read.trials)} trials by ${read.file.search.kind}, ` +
    describeConcurrency(concurrency),
  ].join("\n"));
  const progress = yield* progressOf(sweep);
  const { parallel } = concurrency;
  const { lease } = options;
  const course = goThrough(sweep, { head, parallel, lease, progress, onEvent });
  return yield* Effect.raceFirst(course, watch);
});

/** Writes the sweep into the ledger, from which on it is this head's. */
const enter = Effect.fnUntraced(function* (
  { name, store, definition, read }: PreparedSweep,
  head: string,
  engine: ResolvedEngine | undefined,
  { runs, retryFailed: retries = false }: SweepOptions,
) {
  const environment = engine && (yield* currentEnvironment(engine));
  if (retries) yield* requireBegun(name, store.shown);
  yield* enterSweep(name, head, { ...definition, ...(environment && { environment }) });
  if (retries) yield* retryFailed(name);
  const ledger = yield* Ledger;
  const before = (yield* ledger.trials(name)).map((trial) => viewTrial(trial, 0));
  if (engine !== undefined) yield* warnOfOtherTrials(before, { space: read.space, engine, runs });
});

const progressOf = Effect.fnUntraced(function* ({ definition, read }: PreparedSweep) {
  const clock = yield* Clock.Clock;
  return sweepProgress({
    screen: yield* Screen,
    goal: definition.objective.goal,
    most: read.trials,
    seconds: () => Number(clock.monotonicTimeNanosUnsafe()) / 1e9,
  });
});

const resultOf = Effect.fnUntraced(function* (
  { name, directory, read, definition }: PreparedSweep,
  outcome: SweepOutcome,
  { sweep, runs, store }: SweepOptions,
): Effect.fn.Return<SweepResult> {
  const trials = yield* placeRuns(outcome.trials, runs);
  const config = read.experiment.source.files[0] ?? "";
  const where = { directory, runs, store: store?.shown };
  return sweepResult({ ...outcome, trials }, { name, sweep, config, definition, ...where });
});

/** The command `sweep`: the best trials go to standard output, the sweep's directory last. */
export const sweep = (
  { json, ...options }: SweepOptions & { readonly json: boolean },
): Effect.Effect<void, InputError | RunError> =>
  Effect.gen(function* () {
    const print = (value: unknown) => json ? Console.log(JSON.stringify(value)) : Effect.void;
    const result = yield* Effect.scoped(runSweep(options, print)).pipe(
      Effect.onInterrupt(() => sayInterrupted),
    );
    yield* print(sweepEnd(result));
    if (!json) yield* Console.log(formatSweepResult(result));
    if (result.failure !== null) return yield* result.failure;
  });

const sayInterrupted = Effect.andThen(
  Effect.map(Screen, (screen) => screen.clear()),
  Effect.logInfo("Interrupted, checkpoints are written; run the same command to resume"),
);
