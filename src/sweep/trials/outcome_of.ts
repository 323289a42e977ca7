import { Cause, Data, Exit } from "effect";
import {
  type InputError,
  isInputError,
  isOfExperiment,
  isRunError,
  LostThread,
  type RunError,
} from "../../base/errors.ts";
import { UnfitWorker } from "./unfit_worker.ts";

/** Another worker has taken the task over. */
export class LostTask extends Data.TaggedError("LostTask") {}

/** What the end of a training means for its task. */
export type TaskOutcome<A> =
  | { readonly kind: "done"; readonly value: A }
  /** The experiment's own doing: a result. */
  | { readonly kind: "failed"; readonly failure: string }
  | { readonly kind: "lost" }
  /**
   * Not the experiment's own doing: the task goes back; the attempt counts if the cause is unknown.
   */
  | { readonly kind: "back"; readonly counts: boolean; readonly cause: Cause.Cause<UnfitWorker> };

/**
 * Only what the experiment itself comes to is a trial's result: no other failure is, nor a defect.
 */
export function outcomeOf<A>(exit: Exit.Exit<A, InputError | RunError | LostTask>): TaskOutcome<A> {
  if (Exit.isSuccess(exit)) return { kind: "done", value: exit.value };
  const { cause } = exit;
  const errors = cause.reasons.filter(Cause.isFailReason).map(({ error }) => error);
  const own = errors.find(isOfExperiment);
  if (own !== undefined) return { kind: "failed", failure: own.message };
  if (errors.some((error) => error instanceof LostTask)) return { kind: "lost" };
  if (Cause.hasInterruptsOnly(cause)) {
    return { kind: "back", counts: false, cause: Cause.interrupt() };
  }
  const error = Cause.squash(cause);
  if (isInputError(error) || isRunError(error)) {
    const unfit = error instanceof UnfitWorker ? error : new UnfitWorker({ cause: error });
    return { kind: "back", counts: error instanceof LostThread, cause: Cause.fail(unfit) };
  }
  return { kind: "back", counts: true, cause: Cause.die(error) };
}
