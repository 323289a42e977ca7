/** The float32 engine: a compiled plan on the worker pool. */
import { Effect, type Scope } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { Values } from "../../model/model.ts";
import type { CarriedState, Engine, EngineOptions } from "../engine.ts";
import type { Plan } from "../plan/plan.ts";
import { makePool, type Pool } from "../workers/pool.ts";
import type { WorkerProfile } from "../workers/profile.ts";
import { compilePlan } from "./compile_for.ts";
import { evaluateBatch } from "./evaluate_batch.ts";
import type { PlanEngineOptions } from "./plan_engine_options.ts";
import { runningPlan } from "./running_plan.ts";
import { submitStep } from "./submit_step.ts";

export type PlanEngine = Engine["Service"] & {
  /** Where the time of the training steps so far went, a worker each; zeros unless asked for. */
  readonly profile: Effect.Effect<readonly WorkerProfile[]>;
};

/** Compiles the model, starts the pool, and returns the engine; the pool ends with the scope. */
export const makePlanEngine = (
  options: PlanEngineOptions,
): Effect.Effect<PlanEngine, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { model, optimizer, gemm, workers, processors } = options;
    const plan = yield* compilePlan(options);
    const pool = yield* makePool({
      plan,
      gemm,
      optimizerCode: optimizer.code,
      workers,
      processors,
      profile: options.profile ?? false,
      gateSource: model.gateModule?.source,
    });
    return runOnPool(plan, pool, options);
  });

/** The engine on a compiled plan and a pool that runs it. */
export const runOnPool = (
  plan: Plan,
  pool: Pool,
  options: EngineOptions & Pick<PlanEngineOptions, "weights">,
): PlanEngine => {
  const { optimizer } = options;
  const running = runningPlan(plan, pool, options);
  const { memory, lanes } = running;
  memory.write(plan.parameters, options.weights);
  return {
    profile: Effect.sync(() => pool.profile()),
    train: (batch, settings) => Effect.flatten(submitStep(running, batch, settings)),
    submit: (batch, settings) => submitStep(running, batch, settings),
    evaluate: (batch) => evaluateBatch(running, batch),
    weights: Effect.sync(() => memory.read(plan.parameters)),
    setWeights: (values: Values) =>
      Effect.sync(() => {
        memory.write(plan.parameters, values);
        running.packed = false;
      }),
    slots: Effect.sync(() =>
      new Map(optimizer.slots.map((name, index) => [name, memory.read(plan.slots[index]!)]))
    ),
    setSlots: (slots: ReadonlyMap<string, Values>) =>
      Effect.sync(() => {
        optimizer.slots.forEach((name, index) => {
          const values = slots.get(name);
          if (values !== undefined) memory.write(plan.slots[index]!, values);
        });
      }),
    gradient: Effect.sync(() => memory.read(plan.gradient)),
    carried: Effect.sync(() => lanes[0].read()),
    setCarried: (state: CarriedState | undefined) => Effect.sync(() => lanes[0].write(state)),
  };
};
