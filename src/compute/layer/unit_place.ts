/** Where the value or the gradient of a unit stands. */
import type { MatrixRows } from "../plan/matrices.ts";
import { type Operand, rowsOperand } from "./operand.ts";

/**
 * In memory; within the one tape that makes and reads it; or nowhere, as a gradient that nobody wants
 * and an input of token ids, which is no matrix.
 */
export type UnitPlace =
  | { readonly in: "memory"; readonly operand: Operand }
  | { readonly in: "tape" }
  | { readonly in: "nothing" };

export const inTape: UnitPlace = { in: "tape" };
export const inNothing: UnitPlace = { in: "nothing" };
export const inRows = (matrix: MatrixRows): UnitPlace => ({
  in: "memory",
  operand: rowsOperand(matrix),
});

/** The operand of what must outlive its tape. */
export const inMemory = (place: UnitPlace): Operand => {
  if (place.in !== "memory") {
    throw new Error("What is read outside its tape needs a place in memory");
  }
  return place.operand;
};
