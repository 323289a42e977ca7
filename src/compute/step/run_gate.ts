/**
 * Runs a gate without a kernel on the rows of a window. It computes in float64: its operands are
 * float32 numbers, and its results are rounded to float32.
 */
import { elementIndex } from "../../kernels/pointer.ts";
import type { Gate, GateContext } from "../../model/gates/gate.ts";
import { beat, type Piece, type WorkerEnvironment } from "./worker_environment.ts";
import type { Call, GateOperand } from "../plan/calls.ts";
import { type BoundCall, eachStep } from "./bound_call.ts";

/** Only dropout, which has a kernel, asks for a key. */
const context: GateContext = { rowKey: undefined, salt: 0 };

/** Reads or writes one row of an operand: `row` counts from the window's first, within an age. */
interface RowPlace {
  readonly vector: Float64Array;
  readonly read: (firstToken: number, rows: number, age: number, row: number, piece: Piece) => void;
  readonly at: (firstToken: number, rows: number, age: number, row: number, piece: Piece) => number;
}

const placeOf = ({ plan, float32 }: WorkerEnvironment, operand: GateOperand): RowPlace => {
  const { matrix: { base, ld, rows: kind }, columns } = operand;
  const vector = new Float64Array(columns);
  const at: RowPlace["at"] = (firstToken, rows, age, row, piece) => {
    const first = kind === "token"
      ? firstToken
      : (kind === "age" ? firstToken : piece.firstSentence) * plan.ages + age * rows;
    return elementIndex(base) + ld * (first + row);
  };
  return {
    vector,
    at,
    read: (firstToken, rows, age, row, piece) => {
      const from = at(firstToken, rows, age, row, piece);
      for (let i = 0; i < columns; i++) vector[i] = float32[from + i]!;
    },
  };
};

const gateOf = ({ gates }: WorkerEnvironment, name: string): Gate => {
  const gate = gates.get(name);
  if (gate === undefined) throw new Error(`The gate "${name}" is not there`);
  return gate;
};

/** Binds the forward call. */
export const bindGate = (env: WorkerEnvironment, call: Call & { op: "gate" }): BoundCall => {
  const { float32 } = env;
  const gate = gateOf(env, call.gate);
  const args = call.args.map((arg) => placeOf(env, arg));
  const vectors = args.map(({ vector }) => vector);
  const output = placeOf(env, call.output);
  return (firstToken, rows, piece) => {
    for (let row = 0; row < rows; row++) {
      beat(env);
      for (const arg of args) arg.read(firstToken, rows, 0, row, piece);
      float32.set(
        gate.forward(vectors, call.settings, context),
        output.at(firstToken, rows, 0, row, piece),
      );
    }
  };
};

/** Binds the backward call; `inLoop`: the windows will be time steps. */
export const bindGateBackward = (
  env: WorkerEnvironment,
  call: Call & { op: "gateBackward" },
  inLoop: boolean,
): BoundCall => {
  const { float32, plan } = env;
  const gate = gateOf(env, call.gate);
  const args = call.args.map((arg) => placeOf(env, arg));
  const vectors = args.map(({ vector }) => vector);
  const output = placeOf(env, call.output);
  const dy = placeOf(env, call.outputGradient);
  const targets = call.gradients.map((target) => target && placeOf(env, target));
  const run: BoundCall = (firstToken, rows, piece) => {
    for (let age = 0; age < plan.ages; age++) {
      for (let row = 0; row < rows; row++) {
        beat(env);
        for (const place of [...args, output, dy]) place.read(firstToken, rows, age, row, piece);
        const gradients = gate.backward(dy.vector, vectors, output.vector, call.settings, context);
        targets.forEach((target, i) => {
          if (target === undefined) return;
          const to = target.at(firstToken, rows, age, row, piece);
          const gradient = gradients[i]!;
          if (!call.gradients[i]!.accumulate) return float32.set(gradient, to);
          for (let j = 0; j < gradient.length; j++) float32[to + j]! += gradient[j]!;
        });
      }
    }
  };
  // Rows of one age of one time step stand together: with ages, all tokens are taken step by step.
  return plan.ages === 1 || inLoop ? run : (_firstToken, _rows, piece) => eachStep(env, piece, run);
};
