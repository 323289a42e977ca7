/**
 * The head of a sweep. It asks stopper and sampler what comes next, writes it into ledger and
 * queue, and waits for results. All it knows is in the ledger, so it may be killed at any moment.
 */
import { Clock, Effect, Option } from "effect";
import type { RunError } from "../../base/errors.ts";
import { offerAgain } from "../ledger/add_tasks.ts";
import type { SweepDefinition } from "../records/definition.ts";
import type { SweepEnding, SweepEvent } from "../records/events.ts";
import type { HeldSweep } from "../ledger/sweep_in_use.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { SweepRecord } from "../ledger/sweep_table.ts";
import type { ViewedTrial } from "../records/sweep_view.ts";
import { TaskQueue } from "../ledger/task_queue.ts";
import { trialEvents } from "../records/trial_events.ts";
import { Sampler } from "../samplers/sampler.ts";
import type { Stopper } from "../stoppers/stopper.ts";
import { briefly } from "../store/briefly.ts";
import { countStates } from "./count_states.ts";
import { type Head, headStep } from "./head_step.ts";
import { newValues } from "./new_values.ts";
import { TrialBook } from "./trial_book.ts";

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
  /** Called with the state of every trial whenever something has changed. */
  readonly onTrials: (trials: readonly ViewedTrial[]) => void;
}

export interface SweepOutcome {
  readonly ending: SweepEnding;
  readonly trials: readonly ViewedTrial[];
}

/** Resumes a sweep in the ledger, to its end. */
export const coordinate = Effect.fnUntraced(function* (
  options: CoordinateOptions,
): Effect.fn.Return<SweepOutcome, HeldSweep | RunError, Ledger | TaskQueue | Sampler> {
  const { name, definition, stopper } = options;
  const ledger = yield* Ledger;
  const known = Option.getOrUndefined(yield* ledger.sweep(name));
  const spent = yield* spentTime(known?.spent ?? 0);
  const note = (status: SweepRecord["status"]) =>
    Effect.suspend(() => ledger.note(name, options.head, { spent: spent(), status }));
  const book = new TrialBook(yield* ledger.trials(name), stopper.rungs.length - 1);

  yield* note("running");
  yield* options.onEvent({ event: "sweep", name, statuses: countStates(book.trials) });
  yield* offerAgain(name, book.openTasks());
  const values = newValues(yield* Sampler, definition, book.trials);
  const head = { name, definition, stopper, values, book, stillHeld: note("running") };
  const round = headRound(head, spent, options).pipe(
    Effect.withSpan("round", { attributes: { sweep: name } }),
  );
  const ending = yield* Effect.onError(
    untilEnded(round, options.changed),
    () => briefly(note("running")),
  );
  yield* note(ending === "done" ? "done" : "stopped");
  return { ending, trials: book.trials };
});

/** Seconds that a sweep has taken by now: those of its processes before, and those of this one. */
const spentTime = (before: number): Effect.Effect<() => number> =>
  Effect.map(Clock.Clock, (clock) => {
    // Setting the system clock must not affect the limit.
    const seconds = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e9;
    const begun = seconds();
    return () => before + (seconds() - begun);
  });

const untilEnded = Effect.fnUntraced(function* <E, R>(
  round: Effect.Effect<SweepEnding | undefined, E, R>,
  changed: Effect.Effect<void>,
): Effect.fn.Return<SweepEnding, E, R> {
  for (;;) {
    const ending = yield* round;
    if (ending !== undefined) return ending;
    yield* changed;
  }
});

/** Takes in what has ended and does all that there is to do now; undefined until the sweep ends. */
const headRound = Effect.fnUntraced(function* (
  head: Head,
  spent: () => number,
  { slots, onEvent, onTrials }: CoordinateOptions,
): Effect.fn.Return<SweepEnding | undefined, HeldSweep | RunError, Ledger | TaskQueue> {
  const { definition: { failures, limits }, stopper, values, book } = head;
  const isLate = () => limits.time !== null && spent() >= limits.time;
  const queue = yield* TaskQueue;
  yield* queue.mendTimes;
  yield* takeIn(head, onEvent);
  if (failures === "stop" && book.hasFailed()) return "failure";
  const most = yield* slots;
  let idle = isLate();
  while (!idle && book.openTasks(book.inFlight()).length < most) {
    const event = yield* headStep(head);
    if (event === undefined) idle = true;
    else yield* onEvent(event);
  }
  onTrials(book.trials);
  if (!idle || book.inFlight().length > 0) return undefined;
  const isDone = stopper.next(book.trials, values.mayBegin()).kind === "done";
  return isLate() && !isDone ? "time" : "done";
});

/** Takes in what has ended since. */
const takeIn = Effect.fnUntraced(function* (
  { name, book }: Head,
  onEvent: CoordinateOptions["onEvent"],
): Effect.fn.Return<void, RunError, Ledger> {
  const ledger = yield* Ledger;
  const open = book.inFlight();
  const tasks = Map.groupBy(yield* ledger.tasks(name, open), ({ trial }) => trial);
  for (const number of open) {
    const was = book.trials[number]!;
    const record = book.record(number);
    const now = { ...record, tasks: tasks.get(number) ?? record.tasks };
    const events = trialEvents(was, book.write(now), now.tasks, book.lastRung);
    yield* Effect.forEach(events, onEvent);
  }
});
