/** What the head of a sweep does next: starts a trial, continues one, or gives one up. */
import { Clock, Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { addTasks } from "../ledger/add_tasks.ts";
import type { SweepDefinition } from "../records/definition.ts";
import type { SweepEvent } from "../records/events.ts";
import type { HeldSweep } from "../ledger/sweep_in_use.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { TrialRecord } from "../records/trial_record.ts";
import type { TaskQueue } from "../ledger/task_queue.ts";
import type { Assignment } from "../space/space.ts";
import type { Stopper } from "../stoppers/stopper.ts";
import type { NewValues } from "./new_values.ts";
import type { TrialBook } from "./trial_book.ts";

export interface Head {
  /** Name of the sweep. */
  readonly name: string;
  readonly definition: SweepDefinition;
  readonly stopper: Stopper;
  readonly values: NewValues;
  readonly book: TrialBook;
  /** Notes that the sweep runs; fails where it is another head's by now. */
  readonly stillHeld: Effect.Effect<void, HeldSweep | RunError>;
}

/** What has become of a trial. */
type TrialEvent = Extract<SweepEvent, { readonly trial: number }>;

/**
 * A change of one trial. It may be written again if the store fails, so it changes no other state.
 */
interface Change {
  readonly event: TrialEvent;
  /** The trial after it, but for its tasks. */
  readonly record: TrialRecord;
  readonly write: Effect.Effect<void, RunError, Ledger | TaskQueue>;
}

/** Does the next thing and returns it; undefined where there is nothing to do now. */
export const headStep = Effect.fnUntraced(function* (
  head: Head,
): Effect.fn.Return<TrialEvent | undefined, HeldSweep | RunError, Ledger | TaskQueue> {
  const ledger = yield* Ledger;
  const change = nextChange(head, ledger, yield* Clock.currentTimeMillis);
  if (change === undefined) return undefined;
  const { event, record, write } = change;
  // First that the sweep is still this head's: nobody else can take it over before the end of it.
  yield* ledger.transaction(Effect.andThen(head.stillHeld, write));
  head.book.write({ ...record, tasks: yield* ledger.tasks(head.name, [record.number]) });
  return event;
});

function nextChange(head: Head, ledger: Ledger["Service"], now: number): Change | undefined {
  const { name, stopper, values, book } = head;
  let job = stopper.next(book.trials, values.mayBegin());
  const chosen = job.kind === "new" ? values.next() : undefined;
  if (job.kind === "new" && chosen === undefined) job = stopper.next(book.trials, false);
  switch (job.kind) {
    case "new":
      return chosen && begin(head, ledger, chosen, now);
    case "continue": {
      const { trial, rung } = job;
      return {
        event: { event: "continued", trial, rung },
        record: book.record(trial),
        write: addTasks(name, { trial, rung, repeats: head.definition.repeats }),
      };
    }
    case "prune":
      return {
        event: { event: "pruned", trial: job.trial },
        record: { ...book.record(job.trial), pruned: true },
        write: ledger.prune(name, job.trial),
      };
    default:
      return undefined;
  }
}

function begin(
  { name, definition: { repeats }, book }: Head,
  ledger: Ledger["Service"],
  values: Assignment,
  started: number,
): Change {
  const trial = book.trials.length;
  return {
    event: { event: "begun", trial, values },
    record: { number: trial, values, pruned: false, started, tasks: [] },
    write: Effect.andThen(
      ledger.addTrial(name, trial, values, started),
      addTasks(name, { trial, rung: 0, repeats }),
    ),
  };
}
