import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import { planInference } from "../../compute/inference/plan_inference.ts";
import { sharedMemory } from "../../kernels/shared_memory.ts";
import { gates } from "../../model/gates/gates.ts";
import { decodeVocabulary } from "../../text/vocabulary/vocabulary_file.ts";
import type { OpenedModel } from "../generation/open_model.ts";
import type { PageModel } from "./page_model.ts";

/** A page's model, ready to be asked; `weights` are the numbers of all its parameters. */
export const openPageModel = (
  { vocabulary, preparation, plan, parameters }: PageModel,
  weights: Float32Array,
): Effect.Effect<OpenedModel, InputError> =>
  Effect.map(Effect.fromResult(decodeVocabulary(vocabulary, "vocabulary")), (vocabulary) => {
    let at = 0;
    const values = new Map(
      parameters.map(({ key, length }) => [key, weights.subarray(at, at += length)] as const),
    );
    const memory = sharedMemory(plan.bytes);
    const inference = planInference(gates, values, plan, pageProduct, memory);
    return { vocabulary, preparation, inference };
  });

/** Without fused multiply-add, which not every browser has. */
export const pageProduct = "wasm";
