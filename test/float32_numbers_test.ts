import { describe } from "@std/testing/bdd";
import { products } from "./plan_engine_for_test.ts";
import { planEngineFor } from "./plan_engine_for_test.ts";
import { referenceCases } from "./reference_cases.ts";

describe("the float32 engine computes the reference numbers", () => {
  for (const gemm of products()) {
    for (const workers of [1, 2]) {
      describe(`products by ${gemm}, ${workers === 1 ? "one worker" : `${workers} workers`}`, () => {
        referenceCases(
          (model, weights, options, batches) =>
            planEngineFor(model, weights, options, batches, { gemm, workers }),
          { values: 1e-3, gradients: 1e-4 },
        );
      });
    }
  }
});
