/**
 * Matrices in the shared memory. Pointers are byte offsets; `ld`, the distance between rows, and sizes
 * are elements. Rows come in three classes, bound anew for each batch:
 *
 *   token  one row a token; the tokens of a piece of the batch stand together, time step by time
 *          step, so the tokens of one time step of one piece are neighbouring rows
 *   age    like token, but `ages` rows a token: under truncation the gradient at a step is kept
 *          apart by how many steps later the loss lies that it came from (age 0: its own step)
 *   step   the rows of the current time step only, `ages` times; reused at the next one
 */
import type { Pointer } from "../../kernels/pointer.ts";

export type RowClass = "token" | "age" | "step";

/** Numbers of the row classes in a tape; class 0 is for vectors, whose stride is 0. */
export const rowClassNumber: Readonly<Record<RowClass, number>> = { token: 1, age: 2, step: 3 };

/** A matrix with one row a token (or age, or step row). */
export interface MatrixRows {
  readonly base: Pointer;
  readonly ld: number;
  readonly rows: RowClass;
}

/** A matrix of parameters, rows × columns, with places for its packed forms (0: not packed). */
export interface Weight {
  readonly pointer: Pointer;
  readonly rows: number;
  readonly columns: number;
  /** op(B) = Wᵀ for y = x Wᵀ. */
  readonly packedForward: Pointer;
  /** op(B) = W for dx = dy W. */
  readonly packedBackward: Pointer;
}
