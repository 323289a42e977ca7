import {
  type KernelKind,
  kernelKinds,
  type WorkerProfile,
} from "../../src/compute/workers/profile.ts";

/** Where one step's time goes, in microseconds, the mean of the workers. */
export interface StepProfile {
  readonly total: number;
  readonly phases: ReadonlyArray<
    { readonly name: string; readonly work: number; readonly wait: number }
  >;
  /** The main thread binds the next batch, and the workers wake up. */
  readonly between: number;
  /** The phases' work by what the kernels do; `other` is what is spent around them. */
  readonly kernels: Readonly<Record<KernelKind | "other", number>>;
}

/** The profile of `steps` steps that took so many milliseconds, from the workers' sums before and after them. */
export function stepProfile(
  before: readonly WorkerProfile[],
  after: readonly WorkerProfile[],
  steps: number,
  milliseconds: number,
): StepProfile {
  /** Microseconds a step and worker. */
  const mean = (read: (profile: WorkerProfile) => number) =>
    after.reduce((sum, profile, worker) => sum + read(profile) - read(before[worker]!), 0) *
    1000 / steps / after.length;
  const total = milliseconds * 1000 / steps;
  const phases = after[0]!.phases.map(({ name }, at) => ({
    name,
    work: mean((profile) => profile.phases[at]!.work),
    wait: mean((profile) => profile.phases[at]!.wait),
  }));
  const work = phases.reduce((sum, phase) => sum + phase.work, 0);
  const wait = phases.reduce((sum, phase) => sum + phase.wait, 0);
  const kinds = kernelKinds.map((kind) => [kind, mean(({ kernels }) => kernels[kind])] as const);
  const inKernels = kinds.reduce((sum, [, time]) => sum + time, 0);
  return {
    total,
    phases,
    between: total - work - wait,
    kernels: {
      ...Object.fromEntries(kinds) as Record<KernelKind, number>,
      other: work - inKernels,
    },
  };
}
