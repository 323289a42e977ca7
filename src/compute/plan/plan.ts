/**
 * A plan: a model compiled to kernel calls on fixed places of one shared memory. It is plain data,
 * so a worker receives it once as a message.
 */
import type { Pointer } from "../../kernels/pointer.ts";
import type { Call } from "./calls.ts";
import type { GradientJob } from "./gradient_jobs.ts";
import type { OutputPlan } from "./output_plan.ts";
import type { BiasVector, ParameterPlace, WeightPack } from "./parameters.ts";

/** Largest batch that a plan has room for. */
export interface Capacity {
  readonly rows: number;
  readonly tokens: number;
  readonly steps: number;
}

export interface Plan {
  readonly vocabulary: number;
  readonly capacity: Capacity;
  /** Gradient rows per token: 1 for full backpropagation, else truncate + 1. */
  readonly ages: number;
  /** Whether what flows back in time grows a step older each time, and is forgotten at last. */
  readonly truncated: boolean;
  /** The stack for one piece of the batch, forward and backward. */
  readonly forward: readonly Call[];
  readonly backward: readonly Call[];
  readonly output: OutputPlan;
  readonly biases: readonly BiasVector[];
  /** Weights that are packed at the start of a step. */
  readonly packs: readonly WeightPack[];
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
  /** Bytes saved because matrices that are needed at different times share a place. */
  readonly sharedBytes: number;
}
