/**
 * Runs the forward or backward calls of a plan on one piece of the batch. A call runs over a window
 * of rows: all tokens of the piece outside the time loop, those of one time step inside it. The
 * calls are bound to functions of that window once, because even a batch of one sentence makes
 * hundreds of them per step.
 */
import { elementIndex, elementsOn } from "../../kernels/pointer.ts";
import { beat, type Piece, type WorkerEnvironment } from "./worker_environment.ts";
import { bindWeightProduct } from "./weight_product.ts";
import { bindGate, bindGateBackward } from "./run_gate.ts";
import type { Call } from "../plan/calls.ts";
import { bindLoop, bindLoopBackward } from "./time_loop.ts";
import { type BoundCall, eachStep, firstRowIn } from "./bound_call.ts";

/** Binds the calls for a worker, and returns a function that runs them on a piece. */
export const bindStack = (
  env: WorkerEnvironment,
  calls: readonly Call[],
): (piece: Piece) => void => {
  const bound = calls.map((call) => bindCall(env, call, false));
  return (piece) => {
    for (const call of bound) {
      beat(env);
      call(piece.firstToken, piece.tokens, piece);
    }
  };
};

/** `inLoop`: the windows will be time steps. */
const bindCall = (env: WorkerEnvironment, call: Call, inLoop: boolean): BoundCall => {
  switch (call.op) {
    case "product":
      return bindProduct(env, call);
    case "tape":
      return bindTape(env, call, inLoop);
    case "gather":
      return bindGather(env, call);
    case "fillRows":
      return bindFillRows(env, call);
    case "zero":
      return bindZero(env, call);
    case "sumAges":
      return bindSumAges(env, call);
    case "gate":
      return bindGate(env, call);
    case "gateBackward":
      return bindGateBackward(env, call, inLoop);
    case "loop": {
      const run = bindLoop(env, call.states, call.body.map((inner) => bindCall(env, inner, true)));
      return (_firstToken, _rows, piece) => run(piece);
    }
    case "loopBackward": {
      const body = call.body.map((inner) => bindCall(env, inner, true));
      const run = bindLoopBackward(env, call.states, body);
      return (_firstToken, _rows, piece) => run(piece);
    }
  }
};

const bindProduct = (env: WorkerEnvironment, call: Call & { op: "product" }): BoundCall => {
  const { source, destination } = call;
  const from = firstRowIn(env, source);
  const to = firstRowIn(env, destination);
  const ages = source.rows === "token" ? 1 : env.plan.ages;
  const multiply = bindWeightProduct(env, {
    weight: call.weight,
    form: call.form,
    fromLd: source.ld,
    toLd: destination.ld,
    beta: call.beta,
  });
  return (firstToken, rows, piece) =>
    multiply(rows * ages, from(firstToken, piece), to(firstToken, piece));
};

const bindGather = (
  env: WorkerEnvironment,
  { table, columns, destination, accumulate }: Call & { op: "gather" },
): BoundCall => {
  const { kernels, plan, layout } = env;
  const to = firstRowIn(env, destination);
  const ids = elementsOn(plan.binding, layout.ids);
  return (firstToken, rows, piece) => {
    const at = to(firstToken, piece);
    const from = elementsOn(ids, firstToken);
    kernels.gatherRows(table, from, rows, columns, at, destination.ld, accumulate);
  };
};

const bindFillRows = (
  env: WorkerEnvironment,
  { vector, columns, destination }: Call & { op: "fillRows" },
): BoundCall => {
  const to = firstRowIn(env, destination);
  return (firstToken, rows, piece) =>
    env.kernels.fillRows(to(firstToken, piece), rows, columns, destination.ld, vector, 0);
};

const bindZero = (
  env: WorkerEnvironment,
  { destination, columns }: Call & { op: "zero" },
): BoundCall => {
  const { kernels, plan } = env;
  const { ld } = destination;
  const to = firstRowIn(env, destination);
  const ages = destination.rows === "token" ? 1 : plan.ages;
  return (firstToken, rows, piece) => {
    const at = to(firstToken, piece);
    const count = rows * ages;
    if (ld === columns) return kernels.fill(at, count * columns, 0);
    for (let r = 0; r < count; r++) kernels.fill(elementsOn(at, r * ld), columns, 0);
  };
};

const bindSumAges = (
  env: WorkerEnvironment,
  { source, destination, columns }: Call & { op: "sumAges" },
): BoundCall => {
  const { kernels, plan: { ages } } = env;
  const sum: BoundCall = (firstToken, rows) => {
    const from = elementsOn(source, firstToken * ages * columns);
    const to = elementsOn(destination, firstToken * columns);
    kernels.sumBlocks(from, ages, rows * columns, rows * columns, to);
  };
  return (_firstToken, _rows, piece) => eachStep(env, piece, sum);
};

const bindTape = (
  env: WorkerEnvironment,
  call: Call & { op: "tape" },
  inLoop: boolean,
): BoundCall => {
  const { kernels, int32, starts, scratch, plan } = env;
  const { program, instructions, blockRows } = call.tape;
  const at = elementIndex(starts);
  const ages = call.ages === "all" ? plan.ages : 1;
  const run: BoundCall = (firstToken, rows, piece) => {
    int32[at] = 0;
    int32[at + 1] = firstToken;
    for (let age = 0; age < ages; age++) {
      int32[at + 2] = firstToken * plan.ages + age * rows;
      int32[at + 3] = piece.firstSentence * plan.ages + age * rows;
      kernels.tape(program, instructions, rows, blockRows, starts, scratch);
    }
  };
  // Rows of one age of one time step stand together: with ages, all tokens are taken step by step.
  const together = call.ages === "none" || plan.ages === 1 || inLoop;
  return together ? run : (_firstToken, _rows, piece) => eachStep(env, piece, run);
};
