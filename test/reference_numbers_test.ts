import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { makeReferenceEngine } from "../src/compute/reference/reference_engine.ts";
import { referenceCases } from "./support/reference_cases.ts";

describe("the float64 engine computes the reference numbers", () => {
  referenceCases(
    (model, weights, options) => Effect.succeed(makeReferenceEngine(model, weights, options)),
    { values: 1e-9, gradients: 1e-9 },
  );
});
