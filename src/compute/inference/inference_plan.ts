/** The plan of an inference: a model's forward calls, and the output layer row by row. */
import type { WasmProductKind } from "../../kernels/product.ts";
import { panelColumns, panelsOf } from "../../kernels/panel.ts";
import { type Pointer, pointerTo } from "../../kernels/pointer.ts";
import type { Model } from "../../model/model.ts";
import { compile } from "../compile/compile.ts";
import { makeArena } from "../plan/arena.ts";
import type { Plan } from "../plan/plan.ts";

export interface InferencePlan extends Plan {
  /** The output layer's weight, packed: logits = rows · Wᵀ, each row of them one stretch. */
  readonly packedOutput: Pointer;
}

/** Tokens that one row reads at once. */
const readAhead = 64;

/**
 * A BLAS has elements that depend on the number of rows, so what was trained with one is inferred
 * with `wasm-fma`.
 *
 * @throws MixedMatrix for a cell that the float32 engine cannot compute
 */
export const inferencePlan = (
  model: Model,
  rows: number,
  gemm: WasmProductKind,
): InferencePlan => {
  const capacity = { rows, tokens: Math.max(rows, readAhead), steps: readAhead };
  const plan = compile(model, { capacity, slots: 0, gemm, workers: 1, forwardOnly: true });
  const arena = makeArena(pointerTo(plan.bytes));
  const { rows: words, columns } = plan.output.weight;
  const packedOutput = arena.elements(columns * panelsOf(words) * panelColumns);
  return { ...plan, packedOutput, bytes: arena.size() };
};
