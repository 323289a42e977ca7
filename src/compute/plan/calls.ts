/** The kernel calls that a plan is made of. */
import type { Pointer } from "../../kernels/pointer.ts";
import type { MatrixRows, Weight } from "./matrices.ts";

/** A tape in the shared memory. */
export interface Tape {
  readonly program: Pointer;
  readonly instructions: number;
  readonly blockRows: number;
}

/** A state on its way from one time step to the next. */
export interface LoopState {
  readonly size: number;
  /** Value before the step, one row per token. */
  readonly previous: MatrixRows;
  /** Value after the step. */
  readonly next: MatrixRows;
  /** Values that carried batches start from and leave, a row a sentence: training's and evaluation's. */
  readonly carried: readonly [Pointer, Pointer];
  /** A learned value before the first step, or 0 for zeros. */
  readonly learned: Pointer;
  /** Gradient of the value after, and of the value before, the step (class step). */
  readonly nextGradient: MatrixRows;
  readonly previousGradient: MatrixRows;
}

/** What a gate without a kernel reads or writes; with `ld` 0 one vector for all rows. */
export interface GateOperand {
  readonly matrix: MatrixRows;
  readonly columns: number;
}

/** One kernel call; inside a loop it runs over the rows of a time step, outside over all rows of a piece. */
export type Call =
  | {
    readonly op: "gather";
    readonly table: Pointer;
    readonly columns: number;
    readonly destination: MatrixRows;
    readonly accumulate: 0 | 1;
  }
  | {
    readonly op: "fillRows";
    readonly vector: Pointer;
    readonly columns: number;
    readonly destination: MatrixRows;
  }
  /** `ages`: once over the rows, or once an age, or for age 0 only. */
  | { readonly op: "tape"; readonly tape: Tape; readonly ages: "none" | "first" | "all" }
  /** destination = beta·destination + source · (Wᵀ or W). */
  | {
    readonly op: "product";
    readonly weight: Weight;
    readonly form: "forward" | "backward";
    readonly source: MatrixRows;
    readonly destination: MatrixRows;
    readonly beta: 0 | 1;
  }
  | { readonly op: "zero"; readonly destination: MatrixRows; readonly columns: number }
  /** Gradients of all ages (age rows) summed to one row a token; both are `columns` wide and dense. */
  | {
    readonly op: "sumAges";
    readonly source: Pointer;
    readonly destination: Pointer;
    readonly columns: number;
  }
  /** A gate without a kernel, such as a user's: a function that is called row by row. */
  | {
    readonly op: "gate";
    readonly gate: string;
    readonly settings: readonly number[];
    readonly args: readonly GateOperand[];
    readonly output: GateOperand;
  }
  /** Its backward: gradients of the arguments (undefined: not wanted) from that of the output. */
  | {
    readonly op: "gateBackward";
    readonly gate: string;
    readonly settings: readonly number[];
    readonly args: readonly GateOperand[];
    readonly output: GateOperand;
    readonly outputGradient: GateOperand;
    readonly gradients: ReadonlyArray<
      (GateOperand & { readonly accumulate: boolean }) | undefined
    >;
  }
  | { readonly op: "loop"; readonly states: readonly LoopState[]; readonly body: readonly Call[] }
  | {
    readonly op: "loopBackward";
    readonly states: readonly LoopState[];
    readonly body: readonly Call[];
  };
