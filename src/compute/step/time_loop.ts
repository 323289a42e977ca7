/** The loop over time steps, forward and backward, and the states that pass from step to step. */
import { elementsOn, nowhere, type Pointer } from "../../kernels/pointer.ts";
import { beat, type Piece, readHeader, type WorkerEnvironment } from "./worker_environment.ts";
import type { LoopState } from "../plan/calls.ts";
import type { MatrixRows } from "../plan/matrices.ts";
import type { BoundCall } from "./bound_call.ts";

/** Runs the body step by step; states pass from each step to the next. */
export const bindLoop = (
  env: WorkerEnvironment,
  states: readonly LoopState[],
  body: readonly BoundCall[],
): (piece: Piece) => void => {
  const { int32 } = env;
  return (piece) => {
    for (const state of states) startState(env, state, piece);
    const { steps, stepRows } = piece;
    const lane = readHeader(env, "lane");
    let firstToken = piece.firstToken;
    for (let t = 0; t < steps; t++) {
      const rows = int32[stepRows + t]!;
      beat(env);
      for (const call of body) call(firstToken, rows, piece);
      const following = t + 1 < steps ? int32[stepRows + t + 1]! : 0;
      for (const state of states) handOn(env, state, lane, piece, firstToken, rows, following);
      firstToken += rows;
    }
  };
};

/** The value before the first step: carried over, learned, or zeros. */
const startState = (env: WorkerEnvironment, state: LoopState, piece: Piece): void => {
  const { kernels } = env;
  const { size, previous, learned } = state;
  const to = elementsOn(previous.base, size * piece.firstToken);
  if (readHeader(env, "carried") === 1) {
    const from = elementsOn(state.carried[readHeader(env, "lane")]!, size * piece.firstSentence);
    kernels.copy(to, from, size * piece.sentences);
  } else if (learned !== nowhere) kernels.fillRows(to, piece.sentences, size, size, learned, 0);
  else kernels.fill(to, size * piece.sentences, 0);
};

/** Values after a step are those before the next; sentences that end here leave theirs behind. */
const handOn = (
  env: WorkerEnvironment,
  { size, previous, next, carried }: LoopState,
  lane: number,
  piece: Piece,
  firstToken: number,
  rows: number,
  following: number,
): void => {
  const from = elementsOn(next.base, next.ld * firstToken);
  const to = elementsOn(previous.base, size * (firstToken + rows));
  if (following > 0) copyRows(env, to, from, following, size, next.ld);
  if (following === rows) return;
  const left = elementsOn(carried[lane]!, size * (piece.firstSentence + following));
  const over = elementsOn(from, next.ld * following);
  copyRows(env, left, over, rows - following, size, next.ld);
};

/** Rows `ld` elements apart become rows side by side. */
const copyRows = (
  { kernels }: WorkerEnvironment,
  to: Pointer,
  from: Pointer,
  rows: number,
  columns: number,
  ld: number,
): void => {
  if (ld === columns) return kernels.copy(to, from, rows * columns);
  for (let r = 0; r < rows; r++) {
    kernels.copy(elementsOn(to, r * columns), elementsOn(from, r * ld), columns);
  }
};

/** Runs the body from the last step to the first; gradients of the states come back with it. */
export const bindLoopBackward = (
  env: WorkerEnvironment,
  states: readonly LoopState[],
  body: readonly BoundCall[],
): (piece: Piece) => void => {
  const { plan, int32 } = env;
  return (piece) => {
    const { steps, stepRows, firstSentence } = piece;
    const base = (matrix: MatrixRows) =>
      elementsOn(matrix.base, matrix.ld * firstSentence * plan.ages);
    let firstToken = piece.firstToken + piece.tokens;
    let later = 0;
    for (let t = steps - 1; t >= 0; t--) {
      const rows = int32[stepRows + t]!;
      firstToken -= rows;
      beat(env);
      for (const { size, nextGradient, previousGradient } of states) {
        goBack(env, size, base(previousGradient), later, base(nextGradient), rows);
      }
      for (const call of body) call(firstToken, rows, piece);
      later = rows;
    }
  };
};

/**
 * The gradient of the values before a step (`later` rows an age) becomes that of the values after
 * the step before it (`rows` rows an age). Under truncation it grows a step older, and what is
 * too old is forgotten; sentences that ended at the earlier step receive nothing from later.
 */
const goBack = (
  { kernels, plan }: WorkerEnvironment,
  size: number,
  from: Pointer,
  later: number,
  to: Pointer,
  rows: number,
): void => {
  const older = plan.truncated ? 1 : 0;
  if (older === 1) kernels.fill(to, rows * size, 0);
  if (rows === later) {
    const first = elementsOn(to, size * older * rows);
    return kernels.copy(first, from, (plan.ages - older) * rows * size);
  }
  for (let age = older; age < plan.ages; age++) {
    const block = elementsOn(to, size * age * rows);
    if (later > 0) {
      kernels.copy(block, elementsOn(from, size * (age - older) * later), later * size);
    }
    kernels.fill(elementsOn(block, size * later), (rows - later) * size, 0);
  }
};
