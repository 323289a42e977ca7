import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { runOnPool } from "../src/compute/float32/plan_engine.ts";
import { compile } from "../src/compute/compile/compile.ts";
import { localPool } from "./support/local_pool.ts";
import { capacityOf, planEngineFor, products } from "./support/plan_engine.ts";
import { type EngineFactory, referenceCases } from "./support/reference_cases.ts";

const tolerances = { values: 1e-3, gradients: 1e-4 };

describe("the float32 engine computes the reference numbers", () => {
  for (const gemm of products()) {
    // The same phases as a worker's; that 1, 2, 3 and 4 workers give its bits is tested elsewhere.
    const inThisThread: EngineFactory = (model, weights, options, batches) => {
      const plan = compile(model, {
        capacity: capacityOf(batches),
        slots: options.optimizer.slots.length,
        gemm,
        workers: 1,
      });
      const pool = localPool(plan, gemm, options.optimizer.code);
      return Effect.succeed(runOnPool(plan, pool, { ...options, weights }));
    };
    describe(`products by ${gemm}, in this thread`, () => referenceCases(inThisThread, tolerances));
    if (gemm !== "wasm") continue; // a pool is the same for every product
    describe(`products by ${gemm}, two workers`, () =>
      referenceCases(
        (model, weights, options, batches) =>
          planEngineFor(model, weights, options, batches, { gemm, workers: 2 }),
        tolerances,
      ));
  }
});
