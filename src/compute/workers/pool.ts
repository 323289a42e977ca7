/**
 * The pool: workers on one shared memory that run a plan's programs. The main thread only writes
 * the batch and wakes them. It never computes, so its event loop stays free.
 */
import { Effect, type Scope } from "effect";
import type { RunError } from "../../base/errors.ts";
import { byteOf, elementIndex } from "../../kernels/pointer.ts";
import { sharedMemory } from "../../kernels/shared_memory.ts";
import { control } from "../plan/control.ts";
import { MemoryUnavailable } from "../plan/memory_limit.ts";
import { stageProgram } from "../step/staging.ts";
import type { PoolOptions } from "./pool_options.ts";
import { readProfile, type WorkerProfile } from "./profile.ts";
import { asRunError, startWorkers, stopWorkers } from "./start_workers.ts";
import { Threads } from "./threads.ts";
import { stageStep, stagingFree, stepOver } from "./step_handover.ts";
import { watchProgress } from "./watch_progress.ts";

export interface Pool {
  readonly memory: WebAssembly.Memory;
  /** Until the staging area may be written to: at once, unless a step waits there to be started. */
  readonly free: Effect.Effect<void, RunError>;
  /**
   * Runs a program on the staged step after the running one, and returns its generation. At most
   * one may wait.
   */
  readonly submit: (program: number, norm: boolean) => Effect.Effect<number>;
  /** Until a generation is over. */
  readonly over: (generation: number) => Effect.Effect<void, RunError>;
  /** Runs a program on what is staged, to its end. */
  readonly run: (program: number) => Effect.Effect<void, RunError>;
  /** Where the time of the training steps so far went, a worker each; zeros unless asked for. */
  readonly profile: () => readonly WorkerProfile[];
}

/**
 * Takes workers from {@link Threads} and gives them the plan; they are released at the end of the
 * scope.
 */
export const makePool = (options: PoolOptions): Effect.Effect<Pool, RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { plan } = options;
    const memory = yield* Effect.try({
      try: () => sharedMemory(plan.bytes),
      catch: (cause) => new MemoryUnavailable({ bytes: plan.bytes, cause }),
    });
    const words = new Int32Array(memory.buffer, byteOf(plan.control));
    const int32 = new Int32Array(memory.buffer);
    for (const { pointer, words: values } of plan.constants) {
      int32.set(values, elementIndex(pointer));
    }
    let failure: RunError | undefined;
    const waiting = new Set<(error: RunError) => void>();
    const fail = (error: RunError) => {
      // The others leave their barriers, and closing waits for no answer.
      Atomics.store(words, control.failed, 1);
      failure ??= error;
      for (const abandon of waiting) abandon(failure);
    };
    const threads = yield* Threads;
    const ending = new AbortController();
    yield* Effect.addFinalizer(() => Effect.sync(() => ending.abort()));
    yield* Effect.acquireRelease(
      startWorkers(options, memory, threads, fail, ending.signal),
      (workers) =>
        Effect.promise(() => {
          ending.abort();
          return stopWorkers(workers, words, threads);
        }),
    );
    yield* watchProgress(memory, words, options, fail);
    const handover = { plan, int32, words };
    const unlessFailed = (wait: () => Promise<void>) =>
      Effect.tryPromise({
        // Not a race with a promise of the pool's: each step would leave something behind in it.
        try: () =>
          new Promise<void>((resolve, reject) => {
            if (failure !== undefined) return reject(failure);
            waiting.add(reject);
            wait().then(resolve, reject).finally(() => waiting.delete(reject));
          }),
        catch: asRunError,
      }).pipe(Effect.uninterruptible);
    const free = unlessFailed(() => stagingFree(words));
    const submit = (program: number, norm: boolean) =>
      Effect.sync(() => {
        stageProgram(int32, plan, program, norm);
        return stageStep(handover);
      });
    const over = (generation: number) => unlessFailed(() => stepOver(words, generation));
    const run = (program: number) => Effect.flatMap(submit(program, true), over);
    // Workers are closed between programs only.
    yield* Effect.addFinalizer(() =>
      Effect.ignore(Effect.suspend(() => over(Atomics.load(words, control.staged))))
    );
    return {
      memory,
      free,
      submit,
      over,
      run,
      profile: () => readProfile(plan, memory, options.workers),
    };
  });
