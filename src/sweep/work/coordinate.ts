/**
 * The head of a sweep: asks stopper and sampler what comes next, writes it into the ledger, puts it
 * into the queue, and waits for results. Its memory is the ledger, so it may be killed at any moment.
 */
import { Clock, Effect } from "effect";
import { SqlClient } from "effect/sql";
import type { RunError } from "../../base/errors.ts";
import { briefly } from "../store/briefly.ts";
import { countStates } from "./count_states.ts";
import type { SweepDefinition } from "../ledger/definition.ts";
import type { SweepEnding, SweepEvent } from "../ledger/events.ts";
import type { Stopper } from "../stoppers/job.ts";
import type { HeldSweep } from "../ledger/held_sweep.ts";
import { Ledger } from "../ledger/ledger.ts";
import { newValues } from "./new_values.ts";
import { Sampler } from "../samplers/sampler.ts";
import type { Assignment } from "../space/space.ts";
import type { ViewedTrial } from "../ledger/sweep_view.ts";
import { TaskQueue } from "../ledger/task_queue.ts";
import { taskAdder } from "../ledger/task_adder.ts";
import { trialEvents } from "../ledger/trial_events.ts";
import { type TrialRecord, viewTrial } from "../ledger/trial_record.ts";

export interface CoordinateOptions {
  readonly name: string;
  /** Names this head in the ledger, as {@link Ledger} was told with the definition. */
  readonly head: string;
  readonly definition: SweepDefinition;
  readonly stopper: Stopper;
  /** Tasks that may be under way at once, as many as there are workers for. */
  readonly slots: Effect.Effect<number, RunError>;
  /** Returns when a task may have ended. */
  readonly changed: Effect.Effect<void>;
  readonly onEvent: (event: SweepEvent) => Effect.Effect<void>;
  /** Hears how every trial stands whenever something has changed. */
  readonly onTrials: (trials: readonly ViewedTrial[]) => void;
}

export interface SweepOutcome {
  readonly ending: SweepEnding;
  readonly trials: readonly ViewedTrial[];
}

/** Goes on with a sweep that the ledger knows, to its end. */
export const coordinate = Effect.fnUntraced(function* (
  options: CoordinateOptions,
): Effect.fn.Return<
  SweepOutcome,
  HeldSweep | RunError,
  Ledger | TaskQueue | Sampler | SqlClient.SqlClient
> {
  const { name, head, definition, stopper, onEvent, onTrials } = options;
  const ledger = yield* Ledger;
  const queue = yield* TaskQueue;
  const sampler = yield* Sampler;
  const add = yield* taskAdder(name, definition.repeats);
  const lastRung = stopper.rungs.length - 1;
  const records = new Map<number, TrialRecord>();
  const trials: ViewedTrial[] = [];
  const keep = (record: TrialRecord): ViewedTrial => {
    records.set(record.number, record);
    return trials[record.number] = viewTrial(record, lastRung);
  };
  for (const record of yield* ledger.trials(name)) keep(record);
  const clock = yield* Clock.Clock;
  // A clock that is set, on the day or at night, is none of a limit's business.
  const seconds = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e9;
  const begun = seconds();
  const before = (yield* ledger.sweep(name)).pipe((found) =>
    found._tag === "Some" ? found.value.spent : 0
  );
  const spent = () => before + (seconds() - begun);
  const note = (status: "running" | "stopped" | "done") =>
    ledger.note(name, head, { spent: spent(), status });

  yield* note("running");
  yield* onEvent({ event: "sweep", name, trials: countStates(trials) });
  yield* add.again([...records.values()].flatMap(openTasks));
  const source = newValues(sampler, definition, trials);

  /** Takes in what has ended since. */
  const refresh = Effect.gen(function* () {
    const open = trials.filter(isOpen).map(({ number }) => number);
    const tasks = Map.groupBy(yield* ledger.tasks(name, open), ({ trial }) => trial);
    for (const number of open) {
      const was = trials[number]!;
      const record = records.get(number)!;
      const now = keep({ ...record, tasks: tasks.get(number) ?? record.tasks });
      yield* Effect.forEach(trialEvents(was, now, records.get(number)!.tasks, lastRung), onEvent);
    }
  });

  /** Does the next thing; false where there is nothing to do now. */
  const step = Effect.gen(function* () {
    let job = stopper.next(trials, source.mayBegin());
    let values: Assignment | undefined;
    if (job.kind === "new") {
      values = source.next();
      if (values === undefined) job = stopper.next(trials, false);
    }
    const change: Effect.Effect<TrialEvent, RunError> | undefined = job.kind === "new"
      ? begin(trials.length, values!)
      : job.kind === "continue"
      ? goOn(job.trial, job.rung)
      : job.kind === "prune"
      ? prune(job.trial)
      : undefined;
    if (change === undefined) return false;
    // First that the sweep is still this head's: nobody else can take it over before the end of it.
    const event = yield* ledger.transaction(Effect.andThen(note("running"), change));
    const { trial } = event;
    keep({ ...records.get(trial)!, tasks: yield* ledger.tasks(name, [trial]) });
    yield* onEvent(event);
    return true;
  });
  const begin = (trial: number, values: Assignment) =>
    Effect.gen(function* () {
      const started = clock.currentTimeMillisUnsafe();
      yield* ledger.addTrial(name, trial, values, started);
      records.set(trial, { number: trial, values, pruned: false, started, tasks: [] });
      yield* add.first(trial, 0);
      return { event: "begun", trial, values } as const;
    });
  const goOn = (trial: number, rung: number) =>
    Effect.as(add.first(trial, rung), { event: "continued", trial, rung } as const);
  const prune = (trial: number) =>
    Effect.gen(function* () {
      yield* ledger.prune(name, trial);
      records.set(trial, { ...records.get(trial)!, pruned: true });
      return { event: "pruned", trial } as const;
    });

  const failed = () => trials.find(({ state }) => state === "failed");
  const isLate = () => definition.limits.time !== null && spent() >= definition.limits.time;

  const loop: Effect.Effect<SweepEnding, HeldSweep | RunError> = Effect.gen(function* () {
    for (;;) {
      yield* queue.mendTimes;
      yield* refresh;
      if (definition.failures === "stop" && failed() !== undefined) return "failure";
      let idle = isLate();
      const slots = yield* options.slots;
      while (!idle && underWay(records, trials) < slots) idle = !(yield* step);
      onTrials(trials);
      if (idle && !trials.some(isOpen)) return isLate() && !isDone() ? "time" : "done";
      yield* options.changed;
    }
  });
  /** Whether there would be nothing to do if there were time. */
  const isDone = () => stopper.next(trials, source.mayBegin()).kind === "done";

  const ending = yield* Effect.onError(loop, () => briefly(Effect.suspend(() => note("running"))));
  yield* note(ending === "done" ? "done" : "stopped");
  return { ending, trials };
});

type TrialEvent = Extract<SweepEvent, { readonly trial: number }>;

const isOpen = ({ state }: ViewedTrial) => state === "running" || state === "waiting";

const openTasks = ({ tasks }: TrialRecord) => tasks.filter(({ ended }) => ended === null);

const underWay = (
  records: ReadonlyMap<number, TrialRecord>,
  trials: readonly ViewedTrial[],
): number =>
  trials.filter(isOpen).reduce(
    (sum, { number }) => sum + openTasks(records.get(number)!).length,
    0,
  );
