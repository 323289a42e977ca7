/**
 * A gate: a small function on vectors with a forward and a backward. Cells are graphs of gates, and
 * backpropagation just runs the backwards of the gates, last to first. Here they are plain float64
 * functions; `kernel` says how the float32 engine does the same with tape operations.
 */
import type { Operation } from "../../kernels/tape.ts";

/** What a gate may use beside its arguments: the key of a dropout mask. */
export interface GateContext {
  /**
   * Key of the token's dropout masks (see model/dropout_key.ts); undefined outside training: no
   * dropout.
   */
  readonly rowKey: number | undefined;
  /** Names the place of the mask in the model. */
  readonly salt: number;
}

/** Operand of a kernel step: the gradient of the output, the output, or an argument by number. */
export type KernelOperand = "dy" | "y" | number;

/** One tape operation (see kernels/tape.ts). */
export interface KernelStep {
  readonly operation: keyof typeof Operation;
  readonly operands: readonly KernelOperand[];
  /** The operation's constants from the gate's settings; none are zeros. */
  readonly constants?: (settings: readonly number[]) => readonly [number, number];
  /** The operation also reads a dropout key a row (operand b) and a salt. */
  readonly masked?: true;
}

/** A gate as tape operations: its forward, and the gradient of each argument. */
export interface GateKernel {
  readonly forward: KernelStep;
  readonly gradients: readonly KernelStep[];
}

export interface Gate {
  readonly name: string;
  /** Number of arguments, or "many" for one or more. */
  readonly arity: number | "many";
  /** Length of the output from the arguments' lengths, or what is wrong with them. */
  readonly size: (sizes: readonly number[], settings: readonly number[]) => number | string;
  readonly forward: (
    args: readonly Float64Array[],
    settings: readonly number[],
    context: GateContext,
  ) => Float64Array;
  /** Gradient of each argument from that of the output, `dy`; `y` is the forward's output. */
  readonly backward: (
    dy: Float64Array,
    args: readonly Float64Array[],
    y: Float64Array,
    settings: readonly number[],
    context: GateContext,
  ) => Float64Array[];
  /**
   * Smallest distance of an argument from a point where a derivative jumps or turns sharply, for
   * checks by differences; without it the gate is smooth everywhere.
   */
  readonly kinks?: (args: readonly Float64Array[]) => number;
  /**
   * The float32 form; a gate without it runs in the reference engine only, or is special to the
   * plan.
   */
  readonly kernel?: GateKernel;
}

/** Shape rule of a gate on one vector of any length. */
export const sameSize = (sizes: readonly number[]): number => sizes[0]!;

/** Shape rule of a gate on two vectors of one length. */
export const equalSizes = ([a, b]: readonly number[]): number | string =>
  a === b ? a! : `Expected vectors of equal length, got ${a} and ${b}`;
