/** What trains the tasks of sweeps; the pipelines give it. */
import { Context, type Effect, type Option } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { KeptRun } from "../ledger/run_copies_table.ts";
import type { SweepRecord } from "../ledger/sweep_table.ts";
import type { Assignment } from "../space/space.ts";
import type { TrialTask } from "../records/trial_task.ts";

/** What a training is told, and what it tells. */
export interface TrainingTask {
  readonly task: TrialTask;
  readonly sweep: SweepRecord;
  readonly values: Assignment;
  /** Seconds to wait for a run directory that another process holds. */
  readonly patience: number;
  /**
   * The copy of the run that the store has, and keeping a newer one; only where runs are kept
   * there.
   */
  readonly kept: Effect.Effect<Option.Option<KeptRun>, RunError>;
  readonly keep: (run: KeptRun) => Effect.Effect<void, RunError>;
  /** Before the first step: the steps of the checkpoint that it sets out from. */
  readonly onSetOut: (saved: number) => Effect.Effect<void, RunError>;
  /** Steps done, of how many up to the rung, in which run directory. */
  readonly onStep: (step: number, total: number, run: string) => void;
}

/** Trains a trial of a sweep up to a rung; the value is its objective there. */
export class TrialRunner extends Context.Service<TrialRunner, {
  readonly train: (training: TrainingTask) => Effect.Effect<
    { readonly value: number; readonly run: string },
    InputError | RunError
  >;
}>()("unroll/sweep/TrialRunner") {}
