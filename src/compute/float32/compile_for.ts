/** The plan that the float32 engine runs. */
import { Effect } from "effect";
import { compile } from "../compile/compile.ts";
import { MixedMatrix } from "../compile/parameter_layout.ts";
import type { Plan } from "../plan/plan.ts";
import type { PlanEngineOptions } from "./plan_engine_options.ts";

type Options = Pick<
  PlanEngineOptions,
  "model" | "optimizer" | "clip" | "gemm" | "capacity" | "workers"
>;

/** @throws MixedMatrix */
export const compileFor = (
  { model, optimizer, clip, gemm, capacity, workers }: Options,
): Plan =>
  compile(model, {
    capacity,
    slots: optimizer.slots.length,
    gemm,
    sparse: optimizer.sparse ?? false,
    direct: (optimizer.linear ?? false) && clip === "none",
    workers,
  });

/** The same as an effect, with a span. */
export const compilePlan = (options: Options): Effect.Effect<Plan, MixedMatrix> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(compileFor(options));
    } catch (cause) {
      if (cause instanceof MixedMatrix) return Effect.fail(cause);
      throw cause;
    }
  }).pipe(Effect.withSpan("compile"));
