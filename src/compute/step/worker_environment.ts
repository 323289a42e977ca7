/** What a worker needs to run a plan: the plan, its kernels, and views of the shared memory. */
import type { Gate } from "../../model/gates/gate.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Product } from "../../kernels/product.ts";
import { bytesOn, elementIndex, type Pointer } from "../../kernels/pointer.ts";
import {
  type BindingLayout,
  bindingLayout,
  header,
  pieceHeader,
  pieceHeaderWords,
} from "../plan/binding.ts";
import type { Plan } from "../plan/plan.ts";
import { workspaceHead, workspacePlaces } from "../plan/reserved.ts";

export interface WorkerEnvironment {
  readonly plan: Plan;
  readonly layout: BindingLayout;
  readonly kernels: Kernels;
  readonly product: Product;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  /** Gates by name: those without a kernel are called. */
  readonly gates: ReadonlyMap<string, Gate>;
  /** This worker's places: 8 int32 row starts, an update's settings, scratch of tapes. */
  readonly starts: Pointer;
  readonly settings: Pointer;
  readonly scratch: Pointer;
  /** Index in `int32` of this worker's sign of life, see {@link beat}. */
  readonly life: number;
}

const workspace = (plan: Plan, worker: number): Pointer =>
  bytesOn(plan.workspaces, worker * plan.workspaceBytes);

/** Where a worker's sign of life is, in a line of memory that no other worker writes to. */
export const lifePlace = (plan: Plan, worker: number): Pointer =>
  bytesOn(workspace(plan, worker), workspacePlaces.life);

/**
 * A sign of life. A piece may take minutes, so every loop over time steps, tokens or blocks of
 * tokens gives one in each round: a plain store, which costs nothing.
 */
export const beat = ({ int32, life }: Pick<WorkerEnvironment, "int32" | "life">): void => {
  int32[life]!++;
};

/** Where a worker keeps the profile of its steps, if it is asked to. */
export const profilePlace = (plan: Plan, worker: number): Pointer =>
  bytesOn(workspace(plan, worker), workspacePlaces.profile);

/** Where the products' scratch of a worker starts. */
export const productScratch = (plan: Plan, worker: number): Pointer =>
  bytesOn(workspace(plan, worker), workspaceHead + plan.scratchBytes);

export const makeWorkerEnvironment = (
  plan: Plan,
  memory: WebAssembly.Memory,
  kernels: Kernels,
  product: Product,
  worker: number,
  gates: ReadonlyMap<string, Gate> = new Map(),
): WorkerEnvironment => {
  const place = workspace(plan, worker);
  return {
    plan,
    layout: bindingLayout(plan.capacity),
    kernels,
    product,
    int32: new Int32Array(memory.buffer),
    float32: new Float32Array(memory.buffer),
    float64: new Float64Array(memory.buffer),
    gates,
    starts: bytesOn(place, workspacePlaces.starts),
    settings: bytesOn(place, workspacePlaces.settings),
    scratch: bytesOn(place, workspaceHead),
    life: elementIndex(lifePlace(plan, worker)),
  };
};

/** A value that is made once per environment, when it is first needed. */
export const perEnvironment = <T>(
  make: (env: WorkerEnvironment) => T,
): (env: WorkerEnvironment) => T => {
  const made = new WeakMap<WorkerEnvironment, { readonly value: T }>();
  return (env) => {
    const known = made.get(env) ?? { value: make(env) };
    made.set(env, known);
    return known.value;
  };
};

/** A part of the batch: some sentences, their token rows standing together. */
export interface Piece {
  readonly firstToken: number;
  readonly tokens: number;
  readonly firstSentence: number;
  readonly sentences: number;
  readonly steps: number;
  /** Index in `int32` of the rows of each time step. */
  readonly stepRows: number;
}

export const readHeader = (env: WorkerEnvironment, word: keyof typeof header): number =>
  env.int32[elementIndex(env.plan.binding) + header[word]]!;

export const readPiece = (env: WorkerEnvironment, index: number): Piece => {
  const { int32, layout, plan } = env;
  const binding = elementIndex(plan.binding);
  const at = binding + layout.pieces + index * pieceHeaderWords;
  return {
    firstToken: int32[at + pieceHeader.firstToken]!,
    tokens: int32[at + pieceHeader.tokens]!,
    firstSentence: int32[at + pieceHeader.firstSentence]!,
    sentences: int32[at + pieceHeader.sentences]!,
    steps: int32[at + pieceHeader.steps]!,
    stepRows: binding + int32[at + pieceHeader.stepRows]!,
  };
};
