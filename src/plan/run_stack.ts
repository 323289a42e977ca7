/**
 * Runs the forward or backward calls of a plan on one piece of the batch. A call meets a window of
 * rows: all tokens of the piece outside the time loop, one time step's inside.
 */
import type { Pointer } from "../kernels/kernels.ts";
import { type Environment, type Piece, readHeader } from "./environment.ts";
import type { Call, LoopState, MatrixRows, Plan, Weight } from "./plan.ts";

export const runStack = (env: Environment, calls: readonly Call[], piece: Piece): void => {
  const all: Window = { firstToken: piece.firstToken, rows: piece.tokens, isStep: false };
  for (const call of calls) runCall(env, call, piece, all);
};

interface Window {
  readonly firstToken: number;
  readonly rows: number;
  /** One time step of the piece, or all of it. */
  readonly isStep: boolean;
}

const runCall = (env: Environment, call: Call, piece: Piece, window: Window): void => {
  const { kernels, plan } = env;
  switch (call.op) {
    case "product": {
      const rows = window.rows * (call.source.rows === "token" ? 1 : plan.ages);
      const source = startOf(env, call.source, piece, window);
      const destination = startOf(env, call.destination, piece, window);
      multiply(
        env,
        call.weight,
        call.form,
        rows,
        source,
        call.source.ld,
        call.beta,
        destination,
        call.destination.ld,
      );
      return;
    }
    case "tape":
      return runTape(env, call, piece, window);
    case "gather":
      return kernels.gatherRows(
        call.table,
        plan.binding + 4 * (env.layout.ids + window.firstToken),
        window.rows,
        call.columns,
        startOf(env, call.destination, piece, window),
        call.destination.ld,
        call.accumulate,
      );
    case "fillRows": {
      const to = startOf(env, call.destination, piece, window);
      return kernels.fillRows(to, window.rows, call.columns, call.destination.ld, call.vector, 0);
    }
    case "zero": {
      const { destination, columns } = call;
      const rows = window.rows * (destination.rows === "token" ? 1 : plan.ages);
      const to = startOf(env, destination, piece, window);
      if (destination.ld === columns) return kernels.fill(to, rows * columns, 0);
      for (let r = 0; r < rows; r++) kernels.fill(to + 4 * r * destination.ld, columns, 0);
      return;
    }
    case "sumAges":
      return eachStep(env, piece, (step) =>
        kernels.sumBlocks(
          call.source + 4 * step.firstToken * plan.ages * call.columns,
          plan.ages,
          step.rows * call.columns,
          call.destination + 4 * step.firstToken * call.columns,
        ));
    case "loop":
      return runLoop(env, call.states, call.body, piece);
    case "loopBackward":
      return runLoopBackward(env, call.states, call.body, piece);
  }
};

/** c = beta·c + a·Wᵀ (forward) or a·W (backward), for `rows` rows. */
export const multiply = (
  env: Environment,
  weight: Weight,
  form: "forward" | "backward",
  rows: number,
  a: Pointer,
  lda: number,
  beta: 0 | 1,
  c: Pointer,
  ldc: number,
): void => {
  const forward = form === "forward";
  const n = forward ? weight.rows : weight.columns;
  const k = forward ? weight.columns : weight.rows;
  const packed = forward ? weight.packedForward : weight.packedBackward;
  if (packed !== 0) env.product.gemmPacked(false, rows, n, k, 1, a, lda, packed, beta, c, ldc);
  else {env.product.gemm(
      false,
      forward,
      rows,
      n,
      k,
      1,
      a,
      lda,
      weight.pointer,
      weight.columns,
      beta,
      c,
      ldc,
    );}
};

const firstRow = (
  env: Environment,
  rows: MatrixRows["rows"],
  piece: Piece,
  window: Window,
): number =>
  rows === "token"
    ? window.firstToken
    : rows === "age"
    ? window.firstToken * env.plan.ages
    : piece.firstSentence * env.plan.ages;

const startOf = (env: Environment, matrix: MatrixRows, piece: Piece, window: Window): Pointer =>
  matrix.base + 4 * matrix.ld * firstRow(env, matrix.rows, piece, window);

const runTape = (
  env: Environment,
  call: Call & { op: "tape" },
  piece: Piece,
  window: Window,
): void => {
  const ages = call.ages === "all" ? env.plan.ages : 1;
  // Rows of one age of one time step stand together: with ages, all tokens are taken step by step.
  if (ages > 1 && !window.isStep) {
    return eachStep(env, piece, (step) => runTape(env, call, piece, step));
  }
  const { kernels, int32, starts, scratch } = env;
  const { program, instructions, blockRows } = call.tape;
  const at = starts >> 2;
  int32[at] = 0;
  int32[at + 1] = window.firstToken;
  for (let age = 0; age < ages; age++) {
    int32[at + 2] = window.firstToken * env.plan.ages + age * window.rows;
    int32[at + 3] = piece.firstSentence * env.plan.ages + age * window.rows;
    kernels.tape(program, instructions, window.rows, blockRows, starts, scratch);
  }
};

const eachStep = (env: Environment, piece: Piece, run: (step: Window) => void): void => {
  let firstToken = piece.firstToken;
  for (let t = 0; t < piece.steps; t++) {
    const rows = env.int32[piece.stepRows + t]!;
    run({ firstToken, rows, isStep: true });
    firstToken += rows;
  }
};

const runLoop = (
  env: Environment,
  states: readonly LoopState[],
  body: readonly Call[],
  piece: Piece,
): void => {
  for (const state of states) startState(env, state, piece);
  let firstToken = piece.firstToken;
  for (let t = 0; t < piece.steps; t++) {
    const rows = env.int32[piece.stepRows + t]!;
    const window: Window = { firstToken, rows, isStep: true };
    for (const call of body) runCall(env, call, piece, window);
    const following = t + 1 < piece.steps ? env.int32[piece.stepRows + t + 1]! : 0;
    for (const state of states) handOn(env, state, piece, firstToken, rows, following);
    firstToken += rows;
  }
};

/** The value before the first step: carried over, learned, or zeros. */
const startState = (env: Environment, state: LoopState, piece: Piece): void => {
  const { kernels } = env;
  const { size, previous, learned } = state;
  const to = previous.base + 4 * size * piece.firstToken;
  if (readHeader(env, "carried") === 1) {
    const from = state.carried[readHeader(env, "lane")]! + 4 * size * piece.firstSentence;
    kernels.copy(to, from, size * piece.sentences);
  } else if (learned !== 0) kernels.fillRows(to, piece.sentences, size, size, learned, 0);
  else kernels.fill(to, size * piece.sentences, 0);
};

/** Values after a step are those before the next; sentences that end here leave theirs behind. */
const handOn = (
  env: Environment,
  state: LoopState,
  piece: Piece,
  firstToken: number,
  rows: number,
  following: number,
): void => {
  const { size, previous, next } = state;
  const from = next.base + 4 * next.ld * firstToken;
  const to = previous.base + 4 * size * (firstToken + rows);
  copyRows(env, to, from, following, size, next.ld);
  const carried = state.carried[readHeader(env, "lane")]! +
    4 * size * (piece.firstSentence + following);
  copyRows(env, carried, from + 4 * next.ld * following, rows - following, size, next.ld);
};

const copyRows = (
  env: Environment,
  to: Pointer,
  from: Pointer,
  rows: number,
  columns: number,
  ld: number,
): void => {
  if (ld === columns) return env.kernels.copy(to, from, rows * columns);
  for (let r = 0; r < rows; r++) env.kernels.copy(to + 4 * r * columns, from + 4 * r * ld, columns);
};

const runLoopBackward = (
  env: Environment,
  states: readonly LoopState[],
  body: readonly Call[],
  piece: Piece,
): void => {
  const { kernels, plan, int32 } = env;
  let firstToken = piece.firstToken + piece.tokens;
  const base = (matrix: MatrixRows) =>
    matrix.base + 4 * matrix.ld * piece.firstSentence * plan.ages;
  for (let t = piece.steps - 1; t >= 0; t--) {
    const rows = int32[piece.stepRows + t]!;
    firstToken -= rows;
    const later = t + 1 < piece.steps ? int32[piece.stepRows + t + 1]! : 0;
    for (const { size, nextGradient, previousGradient } of states) {
      goBack(kernels, plan, size, base(previousGradient), later, base(nextGradient), rows);
    }
    const window: Window = { firstToken, rows, isStep: true };
    for (const call of body) runCall(env, call, piece, window);
  }
};

/**
 * The gradient of the values before a step (`later` rows an age) becomes that of the values after
 * the step before it (`rows` rows an age). Under truncation it grows a step older, and what is
 * too old is forgotten; sentences that ended at the earlier step receive nothing from later.
 */
const goBack = (
  kernels: Environment["kernels"],
  { ages, truncated }: Plan,
  size: number,
  from: Pointer,
  later: number,
  to: Pointer,
  rows: number,
): void => {
  const older = truncated ? 1 : 0;
  if (older === 1) kernels.fill(to, rows * size, 0);
  for (let age = older; age < ages; age++) {
    const block = to + 4 * size * age * rows;
    kernels.copy(block, from + 4 * size * (age - older) * later, later * size);
    kernels.fill(block + 4 * size * later, (rows - later) * size, 0);
  }
};
