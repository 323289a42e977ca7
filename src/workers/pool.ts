/**
 * The pool: workers over one shared memory that run a plan's programs. The main thread only writes
 * what a batch is and wakes them; it never computes, so its event loop stays free.
 */
import { Effect, type Scope } from "effect";
import { RunError } from "../errors.ts";
import type { Product } from "../kernels/kernels.ts";
import { control, mostPhases } from "../plan/control.ts";
import { memoryMessage } from "../plan/memory_limit.ts";
import type { Plan } from "../plan/plan.ts";
import { resetPhases } from "./barrier.ts";
import { readProfile, type WorkerProfile } from "./profile.ts";
import { Threads } from "./threads.ts";
import type { WorkerMessage, WorkerStart } from "./worker.ts";

export interface PoolOptions {
  readonly plan: Plan;
  readonly gemm: Product["kind"];
  readonly optimizerCode: number;
  readonly workers: number;
  /** Processors of the machine: with fewer than workers, none spins. */
  readonly processors: number;
  /** Whether the workers time their phases. */
  readonly profile: boolean;
  /** Source of the user's file of gates, where the plan calls such. */
  readonly gateSource?: string | undefined;
}

export interface Pool {
  readonly memory: WebAssembly.Memory;
  /** Runs a program on the bound batch; one at a time. */
  readonly run: (program: number) => Effect.Effect<void, RunError>;
  /** Where the time of the training steps so far went, a worker each; zeros unless asked for. */
  readonly profile: () => readonly WorkerProfile[];
}

const pageBytes = 65536;

/** Takes workers from {@link Threads} and gives them the plan; they are free again with the scope's end. */
export const makePool = (options: PoolOptions): Effect.Effect<Pool, RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { plan } = options;
    const memory = yield* Effect.try({
      try: () => sharedMemory(plan.bytes),
      catch: () =>
        new RunError({ message: memoryMessage(plan.bytes, "which could not be reserved") }),
    });
    const words = new Int32Array(memory.buffer, plan.control);
    const int32 = new Int32Array(memory.buffer);
    for (const { pointer, words: values } of plan.constants) int32.set(values, pointer / 4);
    const failure = Promise.withResolvers<never>();
    failure.promise.catch(() => {});
    const threads = yield* Threads;
    yield* Effect.acquireRelease(
      startWorkers(options, memory, threads, failure.reject),
      (workers) => Effect.promise(() => stopWorkers(workers, words, threads)),
    );
    const run = (program: number) =>
      Effect.tryPromise({
        try: () => Promise.race([runProgram(words, program), failure.promise]),
        catch: asRunError,
      }).pipe(Effect.uninterruptible);
    return { memory, run, profile: () => readProfile(plan, memory, options.workers) };
  });

const sharedMemory = (bytes: number): WebAssembly.Memory => {
  const pages = Math.ceil(bytes / pageBytes);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
};

const asRunError = (cause: unknown): RunError =>
  cause instanceof RunError ? cause : new RunError({
    message: `A worker failed: ${cause instanceof Error ? cause.message : cause}`,
  });

const startWorkers = (
  options: PoolOptions,
  memory: WebAssembly.Memory,
  threads: Threads,
  fail: (error: RunError) => void,
): Effect.Effect<Worker[], RunError> => {
  const { plan, gemm, optimizerCode, workers, processors, profile, gateSource } = options;
  const spin = workers <= processors;
  const lost = (message: string) => fail(new RunError({ message: `A worker failed: ${message}` }));
  const started = Array.from({ length: workers }, (_, worker) => {
    const handle = threads.take();
    const ready = Promise.withResolvers<void>();
    handle.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === "ready") ready.resolve();
      if (data.kind === "failed") {
        lost(data.message);
        ready.reject(new Error(data.message));
      }
    };
    handle.onerror = (event) => {
      event.preventDefault();
      lost(event.message);
      ready.reject(new Error(event.message));
    };
    const start: WorkerStart = {
      plan,
      memory,
      gemm,
      optimizerCode,
      worker,
      workers,
      spin,
      profile,
      gateSource,
    };
    handle.postMessage(start);
    return { handle, ready: ready.promise };
  });
  const handles = started.map(({ handle }) => handle);
  return Effect.tryPromise({
    try: () =>
      Promise.all(started.map(({ ready }) => ready)).catch((cause) => {
        for (const handle of handles) handle.terminate();
        throw cause;
      }),
    catch: asRunError,
  }).pipe(Effect.as(handles));
};

const stopWorkers = (
  workers: readonly Worker[],
  words: Int32Array,
  threads: Threads,
): Promise<void> => {
  const closed = workers.map((worker) => {
    const gone = Promise.withResolvers<void>();
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) =>
      data.kind === "closed" && gone.resolve();
    return gone.promise;
  });
  Atomics.store(words, control.closing, 1);
  Atomics.add(words, control.generation, 1);
  Atomics.notify(words, control.generation);
  // A worker that has failed answers nothing.
  const failed = Atomics.load(words, control.failed) === 1;
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), failed ? 0 : 1000);
  return Promise.race([Promise.all(closed).then(() => true), late.promise]).then((inOrder) => {
    clearTimeout(timer);
    for (const worker of workers) {
      if (inOrder && !failed) threads.give(worker);
      else worker.terminate();
    }
  });
};

const runProgram = async (words: Int32Array, program: number): Promise<void> => {
  resetPhases(words, mostPhases);
  Atomics.store(words, control.program, program);
  const before = Atomics.load(words, control.done);
  const generation = Atomics.add(words, control.generation, 1) + 1;
  Atomics.notify(words, control.generation);
  for (let seen = before; seen !== generation; seen = Atomics.load(words, control.done)) {
    const waiting = Atomics.waitAsync(words, control.done, seen);
    if (waiting.async) await waiting.value;
  }
};
