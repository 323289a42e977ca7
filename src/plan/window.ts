/** The rows that a call meets: all tokens of a piece of the batch, or one time step's. */
import type { Environment, Piece } from "./environment.ts";
import type { MatrixRows } from "./plan.ts";

/** A call of a plan made ready for one worker: everything that a batch doesn't change is bound. */
export type BoundCall = (firstToken: number, rows: number, piece: Piece) => void;

/** Byte address of a window's first row in a matrix. */
export type Address = (firstToken: number, piece: Piece) => number;

export const addressIn = ({ plan }: Environment, { base, ld, rows }: MatrixRows): Address => {
  const token = 4 * ld;
  const age = token * plan.ages;
  switch (rows) {
    case "token":
      return (firstToken) => base + token * firstToken;
    case "age":
      return (firstToken) => base + age * firstToken;
    case "step":
      return (_, piece) => base + age * piece.firstSentence;
  }
};

/** Calls once a time step of the piece, the first step first. */
export const eachStep = (int32: Int32Array, piece: Piece, call: BoundCall): void => {
  let firstToken = piece.firstToken;
  for (let t = 0; t < piece.steps; t++) {
    const rows = int32[piece.stepRows + t]!;
    call(firstToken, rows, piece);
    firstToken += rows;
  }
};
