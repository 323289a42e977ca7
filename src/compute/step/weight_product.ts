/** Products with the weights of layers: bound once, since a time step of one sentence is short. */
import { nowhere, type Pointer } from "../../kernels/pointer.ts";
import type { Weight } from "../plan/matrices.ts";
import type { WorkerEnvironment } from "./worker_environment.ts";

export interface WeightProduct {
  readonly weight: Weight;
  /** With Wᵀ forward, with W backward. */
  readonly form: "forward" | "backward";
  /** Distance between rows of what is multiplied and of the result. */
  readonly fromLd: number;
  readonly toLd: number;
  /** 1 adds to what stands in the result, 0 replaces it. */
  readonly beta: 0 | 1;
}

/** to = beta · to + from · Wᵀ (or from · W), for so many rows. */
export const bindWeightProduct = (
  { product }: Pick<WorkerEnvironment, "product">,
  { weight, form, fromLd, toLd, beta }: WeightProduct,
): (rows: number, from: Pointer, to: Pointer) => void => {
  const forward = form === "forward";
  const { pointer, rows: outputs, columns: inputs } = weight;
  const [n, k] = forward ? [outputs, inputs] : [inputs, outputs];
  const packed = forward ? weight.packedForward : weight.packedBackward;
  return packed === nowhere
    ? (rows, from, to) =>
      product.gemm(false, forward, rows, n, k, 1, from, fromLd, pointer, inputs, beta, to, toLd)
    : (rows, from, to) =>
      product.gemmPacked(false, rows, n, k, from, fromLd, packed, beta, to, toLd);
};
