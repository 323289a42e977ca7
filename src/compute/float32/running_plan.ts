/** A plan on a pool of workers, and the current content of its memory. */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { elementIndex } from "../../kernels/pointer.ts";
import { dropoutKey } from "../../model/dropout_key.ts";
import type { Batch } from "../../text/batch/batch.ts";
import type { EngineOptions } from "../engine.ts";
import type { Plan } from "../plan/plan.ts";
import { BatchTooLarge, bind, type Bound } from "../step/bind.ts";
import { UnfitBatch } from "../unfit_batch.ts";
import type { Pool } from "../workers/pool.ts";
import { type CarriedLane, carriedLane } from "./carried_lane.ts";
import { type PlanMemory, viewMemory } from "./plan_memory.ts";

export interface RunningPlan {
  readonly plan: Plan;
  readonly pool: Pool;
  readonly options: EngineOptions;
  readonly memory: PlanMemory;
  /** Training's and evaluation's carried states. */
  readonly lanes: readonly [CarriedLane, CarriedLane];
  /** Whether the tapes drop out; undefined before the first batch. */
  dropout: boolean | undefined;
  /** Whether the weights are packed as they are now. */
  packed: boolean;
  /** The step that was submitted last: a carried batch starts from the states that it leaves. */
  latest: Effect.Effect<unknown, RunError>;
}

export const runningPlan = (plan: Plan, pool: Pool, options: EngineOptions): RunningPlan => {
  const memory = viewMemory(plan, pool.memory);
  return {
    plan,
    pool,
    options,
    memory,
    lanes: [carriedLane(plan, memory.float32, 0), carriedLane(plan, memory.float32, 1)],
    dropout: undefined,
    packed: false,
    latest: Effect.void,
  };
};

/** Turns dropout on or off, starting with the next program. */
export const setDropout = (running: RunningPlan, on: boolean): void => {
  if (running.dropout === on) return;
  running.dropout = on;
  for (const { pointer, rate } of running.plan.dropouts) {
    running.memory.float32[elementIndex(pointer)] = on ? rate : 0;
  }
};

/** Stages a batch, for a training step by its number or, without one, for an evaluation. */
export const bindBatch = (
  running: RunningPlan,
  batch: Batch,
  step: number | undefined,
): Effect.Effect<Bound, UnfitBatch | BatchTooLarge> =>
  Effect.suspend((): Effect.Effect<Bound, UnfitBatch | BatchTooLarge> => {
    const { plan, memory, lanes, options: { seed } } = running;
    const lane = step === undefined ? 1 : 0;
    const held = lanes[lane].rows();
    const carried = batch.carried && held > 0;
    const rows = batch.lengths.length;
    if (carried && held !== rows) {
      return Effect.fail(new UnfitBatch({ wanted: held, rows }));
    }
    const key = step === undefined || plan.dropouts.length === 0
      ? undefined
      : (row: number, t: number) => dropoutKey(seed, step, row, t);
    try {
      const bound = bind(plan, memory.int32, batch, { carried, lane, dropoutKey: key });
      if (carried) lanes[lane].arrange(bound.order);
      return Effect.succeed(bound);
    } catch (cause) {
      if (cause instanceof BatchTooLarge) return Effect.fail(cause);
      throw cause;
    }
  });
