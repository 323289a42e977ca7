/**
 * The rows that a call runs over: all tokens of a piece of the batch, or those of one time step.
 */
import { elementsOn, type Pointer } from "../../kernels/pointer.ts";
import { beat, type Piece, type WorkerEnvironment } from "./worker_environment.ts";
import type { MatrixRows } from "../plan/matrices.ts";

/** A call of a plan made ready for one worker: everything that a batch doesn't change is bound. */
export type BoundCall = (firstToken: number, rows: number, piece: Piece) => void;

/** Where a window's first row of a matrix is. */
export type FirstRow = (firstToken: number, piece: Piece) => Pointer;

export const firstRowIn = (
  { plan }: WorkerEnvironment,
  { base, ld, rows }: MatrixRows,
): FirstRow => {
  const age = ld * plan.ages;
  switch (rows) {
    case "token":
      return (firstToken) => elementsOn(base, ld * firstToken);
    case "age":
      return (firstToken) => elementsOn(base, age * firstToken);
    case "step":
      return (_, piece) => elementsOn(base, age * piece.firstSentence);
  }
};

/** Calls once a time step of the piece, the first step first. */
export const eachStep = (env: WorkerEnvironment, piece: Piece, call: BoundCall): void => {
  let firstToken = piece.firstToken;
  for (let t = 0; t < piece.steps; t++) {
    const rows = env.int32[piece.stepRows + t]!;
    beat(env);
    call(firstToken, rows, piece);
    firstToken += rows;
  }
};
