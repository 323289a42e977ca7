/**
 * Where a step's time goes. If asked, a worker adds up milliseconds by phase and by kind of kernel,
 * in its own part of the shared memory. Otherwise profiling costs nothing.
 */
import type { Kernels } from "../../kernels/kernels.ts";
import type { Product } from "../../kernels/product.ts";
import { byteOf, type Pointer } from "../../kernels/pointer.ts";
import { mostPhases } from "../plan/control.ts";
import { profilePlace } from "../step/worker_environment.ts";
import type { Phase } from "../step/phase.ts";
import type { Plan } from "../plan/plan.ts";
import { makePrograms, program } from "./programs.ts";

/** What a kernel call is for. */
export const kernelKinds = [
  "products",
  "packing",
  "pointwise",
  "softmax",
  "sums and copies",
  "norm and update",
] as const;
export type KernelKind = (typeof kernelKinds)[number];

const kindOf: Readonly<
  Record<
    Exclude<keyof Kernels, "exponentials" | "largest" | "reaching" | "exp" | "log" | "cos" | "pow">,
    KernelKind
  >
> = {
  tape: "pointwise",
  blockSoftmax: "softmax",
  blockSoftmaxGradient: "softmax",
  softmaxLosses: "softmax",
  gatherRows: "sums and copies",
  sumRows: "sums and copies",
  columnSums: "sums and copies",
  rowSums: "sums and copies",
  transpose: "packing",
  sumBlocks: "sums and copies",
  fill: "sums and copies",
  fillRows: "sums and copies",
  copy: "sums and copies",
  sumSquares: "norm and update",
  update: "norm and update",
};

/** Milliseconds of one worker in its training steps so far, by phase and by kind of kernel. */
export interface WorkerProfile {
  readonly phases: ReadonlyArray<
    { readonly name: string; readonly work: number; readonly wait: number }
  >;
  readonly kernels: Readonly<Record<KernelKind, number>>;
}

const waits = mostPhases;
const kernelWords = 2 * mostPhases;

export interface Clock {
  readonly kernels: (kernels: Kernels) => Kernels;
  readonly product: (product: Product) => Product;
  readonly programs: (
    programs: ReadonlyArray<readonly Phase[]>,
  ) => ReadonlyArray<readonly Phase[]>;
  readonly waiting: <A extends readonly unknown[]>(
    wait: (words: Int32Array, phase: number, ...rest: A) => void,
  ) => (words: Int32Array, phase: number, ...rest: A) => void;
}

const same = <T>(value: T): T => value;

/** The clock of a worker that is not asked: everything stays as it is. */
export const unwatched: Clock = { kernels: same, product: same, programs: same, waiting: same };

/** A clock that adds to the profile at `place`. */
export const makeClock = (memory: WebAssembly.Memory, place: Pointer): Clock => {
  const sums = new Float64Array(memory.buffer, byteOf(place), kernelWords + kernelKinds.length);
  const timed =
    <A extends readonly unknown[], B>(word: number, call: (...args: A) => B) => (...args: A): B => {
      const start = performance.now();
      const result = call(...args);
      sums[word]! += performance.now() - start;
      return result;
    };
  const ofKind = (kind: KernelKind) => kernelWords + kernelKinds.indexOf(kind);
  return {
    kernels: (kernels) => {
      const watched = Object.entries(kindOf).map(([name, kind]) => {
        const kernel = kernels[name as keyof typeof kindOf] as (...args: never[]) => unknown;
        return [name, timed(ofKind(kind), kernel)];
      });
      return { ...kernels, ...Object.fromEntries(watched) };
    },
    product: (product) => ({
      ...product,
      gemm: timed(ofKind("products"), product.gemm),
      gemmPacked: timed(ofKind("products"), product.gemmPacked),
      pack: timed(ofKind("packing"), product.pack),
    }),
    programs: (programs) =>
      programs.map((phases, index) =>
        index === program.train || index === program.clippedTrain
          ? phases.map((phase, at) => ({ ...phase, run: timed(at, phase.run) }))
          : phases
      ),
    waiting: (wait) => (words, phase, ...rest) => {
      const start = performance.now();
      wait(words, phase, ...rest);
      sums[waits + phase]! += performance.now() - start;
    },
  };
};

/** Reads the profile of every worker. */
export const readProfile = (
  plan: Plan,
  memory: WebAssembly.Memory,
  workers: number,
): WorkerProfile[] => {
  const phases = makePrograms(0)[program.clippedTrain]!;
  return Array.from({ length: workers }, (_, worker) => {
    const place = profilePlace(plan, worker);
    const sums = new Float64Array(memory.buffer, byteOf(place), kernelWords + kernelKinds.length);
    return {
      phases: phases.map(({ name }, at) => ({ name, work: sums[at]!, wait: sums[waits + at]! })),
      kernels: Object.fromEntries(
        kernelKinds.map((kind, at) => [kind, sums[kernelWords + at]!]),
      ) as Record<KernelKind, number>,
    };
  });
};
