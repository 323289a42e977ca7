/**
 * A step is a few phases. Each phase is a number of pieces that any worker may take, and all pieces
 * of a phase end before the next phase starts. How a phase is cut depends only on the shape of the
 * batch, so the bits do not depend on the number of workers.
 */
import { elementIndex } from "../../kernels/pointer.ts";
import { control, floats, floatWords } from "../plan/control.ts";
import { readHeader, type WorkerEnvironment } from "./worker_environment.ts";

export interface Phase {
  readonly name: string;
  /** If 0, nobody waits: the workers continue with the next phase. */
  readonly pieces: (env: WorkerEnvironment) => number;
  readonly run: (env: WorkerEnvironment, piece: number) => void;
}

/** Tokens of the bound batch. */
export const boundTokens = (env: WorkerEnvironment): number => readHeader(env, "tokens");

/** Whether the norm of the gradient is wanted of this step. */
export const isNormWanted = ({ plan, int32 }: WorkerEnvironment): boolean =>
  int32[elementIndex(plan.control) + control.norm] === 1;

/** One of the numbers that the main thread gives to a step. */
export const stepScalar = (env: WorkerEnvironment, word: keyof typeof floats): number =>
  env.float32[elementIndex(env.plan.control) + floatWords + floats[word]]!;
