import type { InferencePlan } from "../../compute/inference/inference_plan.ts";
import type { Preparation } from "../../text/tokenizer/preparation.ts";

/** A trained model as a page holds it: plain data beside its weights. */
export interface PageModel {
  /** Text of its `vocabulary.json`. */
  readonly vocabulary: string;
  readonly preparation: Preparation;
  readonly plan: InferencePlan;
  /** The parameters, in the order in which their numbers follow one another. */
  readonly parameters: ReadonlyArray<{ readonly key: string; readonly length: number }>;
}

/**
 * Rows of a page's inference: the text that grows, a text that is measured, and last the prompt, as
 * samples are drawn.
 */
export const pageRows = { sample: 0, measured: 1, prompt: 2 } as const;
