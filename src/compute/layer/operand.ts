/** What an instruction of a tape reads or writes. */
import { elementsOn, type Pointer } from "../../kernels/pointer.ts";
import type { MatrixRows } from "../plan/matrices.ts";

/** An operand of a tape: rows of a matrix, one vector for all rows, or a temporary. */
export type Operand =
  | { readonly at: "rows"; readonly matrix: MatrixRows }
  | { readonly at: "vector"; readonly pointer: Pointer }
  | {
    readonly at: "temporary";
    readonly id: number;
    readonly size: number;
    readonly column: number;
  };

/** The rows of a matrix as an operand. */
export const rowsOperand = (matrix: MatrixRows): Operand => ({ at: "rows", matrix });

/** The matrix of an operand that must be one. */
export const matrixOf = (operand: Operand): MatrixRows => {
  if (operand.at !== "rows") throw new Error("A product needs a matrix in memory");
  return operand.matrix;
};

/** The same operand, `column` columns further on. */
export const shifted = (operand: Operand, column: number): Operand => {
  if (column === 0) return operand;
  switch (operand.at) {
    case "rows":
      return {
        at: "rows",
        matrix: { ...operand.matrix, base: elementsOn(operand.matrix.base, column) },
      };
    case "vector":
      return { at: "vector", pointer: elementsOn(operand.pointer, column) };
    case "temporary":
      return { ...operand, column: operand.column + column };
  }
};
