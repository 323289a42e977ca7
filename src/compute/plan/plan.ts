/**
 * A plan: a model compiled to kernel calls on fixed places of one shared memory. It is plain data,
 * so a worker receives it once as a message. Pointers are byte offsets, `ld` (the distance between
 * rows of a matrix) and sizes are elements.
 *
 * Rows come in three classes, bound anew for each batch:
 *
 *   token  one row a token; the tokens of a piece of the batch stand together, time step by time
 *          step, so one time step of one piece is a run of rows
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

/** A tape in the shared memory. */
export interface Tape {
  readonly program: Pointer;
  readonly instructions: number;
  readonly blockRows: number;
}

/** A state on its way from one time step to the next. */
export interface LoopState {
  readonly size: number;
  /** Value before the step, a row a token. */
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
  /** Its way back: gradients of the arguments (undefined: not wanted) from that of the output. */
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

/** Rows first…first+rows−1 of a weight's gradient, as products summed over all tokens. */
export interface WeightGradient {
  readonly kind: "product";
  readonly gradient: Pointer;
  readonly rows: number;
  readonly columns: number;
  /** Gradient = Σ over parts of (rows of dy)ᵀ · operand, token rows. */
  readonly parts: ReadonlyArray<
    {
      readonly dy: Pointer;
      readonly ld: number;
      readonly operand: Pointer;
      readonly operandLd: number;
    }
  >;
}

/** Gradient of a table looked up by token id, words first…last−1; a tied table's rows also get the output layer's part. */
export interface TableGradient {
  readonly kind: "table";
  readonly gradient: Pointer;
  readonly columns: number;
  readonly first: number;
  readonly last: number;
  readonly source: Pointer;
  readonly sourceLd: number;
  readonly tied: boolean;
}

/** Gradient of vectors that are added or multiplied in every row: sums over rows of class `rows`. */
export interface VectorGradient {
  readonly kind: "vector";
  readonly gradient: Pointer;
  readonly columns: number;
  readonly parts: ReadonlyArray<
    { readonly source: Pointer; readonly ld: number; readonly rows: "token" | "age" | "sentence" }
  >;
}

/** Gradient of the output layer's weight (unless tied) and bias, words first…last−1. */
export interface OutputGradient {
  readonly kind: "output";
  readonly first: number;
  readonly last: number;
}

export type GradientJob = WeightGradient | TableGradient | VectorGradient | OutputGradient;

/** A sum of parameter vectors written into one wide vector at the start of a step. */
export interface BiasVector {
  readonly destination: Pointer;
  readonly columns: number;
  readonly parts: ReadonlyArray<
    { readonly vector: Pointer; readonly column: number; readonly columns: number }
  >;
}

/**
 * The output layer: logits = W · sourceᵀ + bias, softmax, cross-entropy. Logits stand in columns: a
 * row a word, a column a token, one block of tokens after the other (token_block.ts), since then a block
 * of words is a stretch of memory, and neither product that reads their gradient has to turn it round.
 */
export interface OutputPlan {
  readonly source: MatrixRows;
  readonly gradient: MatrixRows;
  readonly weight: Weight;
  readonly weightGradient: Pointer;
  readonly bias: Pointer;
  readonly biasGradient: Pointer;
  readonly logits: Pointer;
  /** Of each block of words and each token, the largest logit and the sum of exponentials. */
  readonly tops: Pointer;
  readonly sums: Pointer;
  /** What its exponentials are multiplied by to become the logits' gradient. */
  readonly factors: Pointer;
  /** Logit of each token's target. */
  readonly picked: Pointer;
  /** Of each block of words, its part of the source's gradient. */
  readonly partGradients: Pointer;
  readonly losses: Pointer;
  readonly tied: boolean;
  /**
   * Whether the gradient is added to the weight by the product that computes it, times −learning
   * rate, and stands nowhere: for plain stochastic gradient descent without a limit.
   */
  readonly direct: boolean;
}

/** Where a parameter lives: element (r, c) is at pointer + 4·(r·rowStride + c·columnStride). */
export interface ParameterPlace {
  readonly key: string;
  readonly rows: number;
  readonly columns: number;
  readonly pointer: Pointer;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Largest batch that a plan has room for. */
export interface Capacity {
  readonly rows: number;
  readonly tokens: number;
  readonly steps: number;
}

export interface Plan {
  readonly vocabulary: number;
  readonly capacity: Capacity;
  /** Gradient rows a token: 1 for full backpropagation, else truncate + 1. */
  readonly ages: number;
  /** Whether what flows back in time grows a step older each time, and is forgotten at last. */
  readonly truncated: boolean;
  /** The stack for one piece of the batch, forward and backward. */
  readonly forward: readonly Call[];
  readonly backward: readonly Call[];
  readonly output: OutputPlan;
  readonly biases: readonly BiasVector[];
  /** Weights that are packed at the start of a step. */
  readonly packs: readonly { readonly weight: Weight; readonly form: "forward" | "backward" }[];
  /** Jobs that give the gradients of all parameters, each once: the output layer's, then the layers'. */
  readonly outputGradients: readonly GradientJob[];
  readonly gradients: readonly GradientJob[];
  readonly places: readonly ParameterPlace[];
  /** Flat ranges of the same layout: parameters, their gradient, the optimizer's slots. */
  readonly parameters: Pointer;
  readonly gradient: Pointer;
  readonly slots: readonly Pointer[];
  readonly parameterElements: number;
  /** Whether rows of a table that the batch does not touch are left out of the update. */
  readonly sparse: boolean;
  /** float64 sums of squares, one a job of the gradient. */
  readonly squares: Pointer;
  readonly binding: Pointer;
  /** Where the next step is written while one is under way. */
  readonly staging: Pointer;
  /** float64 loss and gradient norm of the last two steps, by generation. */
  readonly results: Pointer;
  readonly control: Pointer;
  /** A worker's own memory: `workspaceBytes` from workspaces + worker · workspaceBytes. */
  readonly workspaces: Pointer;
  readonly workspaceBytes: number;
  readonly scratchBytes: number;
  /** Words to write into the memory before the first step (tapes). */
  readonly constants: ReadonlyArray<
    { readonly pointer: Pointer; readonly words: readonly number[] }
  >;
  /** Places of dropout rates in the tapes: 0 is written there outside training. */
  readonly dropouts: ReadonlyArray<{ readonly pointer: Pointer; readonly rate: number }>;
  readonly carried: ReadonlyArray<
    ReadonlyArray<{ readonly size: number; readonly pointers: readonly [Pointer, Pointer] }>
  >;
  readonly bytes: number;
  /** Bytes that were saved by giving matrices one place that are wanted at different times. */
  readonly sharedBytes: number;
}
