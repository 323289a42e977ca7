/** The output layer in a plan. */
import type { Pointer } from "../../kernels/pointer.ts";
import type { MatrixRows, Weight } from "./matrices.ts";

/**
 * The output layer: logits = W · sourceᵀ + bias, softmax, cross-entropy. Logits are stored with a
 * row per word and a column per token, one block of tokens after the other (token_block.ts). So a
 * block of words is one stretch of memory, and neither product that reads their gradient has to
 * transpose it.
 */
export interface OutputPlan {
  readonly source: MatrixRows;
  readonly gradient: MatrixRows;
  readonly weight: Weight;
  readonly weightGradient: Pointer;
  readonly bias: Pointer;
  readonly biasGradient: Pointer;
  readonly logits: Pointer;
  /** Of each block of words and each token, the largest logit and the sum of exponentials. */
  readonly tops: Pointer;
  readonly sums: Pointer;
  /** What its exponentials are multiplied by to become the logits' gradient. */
  readonly factors: Pointer;
  /** Logit of each token's target. */
  readonly picked: Pointer;
  /** Of each block of words, its part of the source's gradient. */
  readonly partGradients: Pointer;
  readonly losses: Pointer;
  readonly tied: boolean;
  /**
   * Whether the product that computes the gradient adds it directly to the weight, times −learning
   * rate, and the gradient is stored nowhere: for plain SGD without clipping.
   */
  readonly direct: boolean;
}
