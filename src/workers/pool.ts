/**
 * The pool: workers over one shared memory that run a plan's programs. The main thread only writes
 * what a batch is and wakes them; it never computes, so its event loop stays free.
 */
import { byteOf, elementIndex } from "../kernels/pointer.ts";
import { Effect, type Scope } from "effect";
import { RunError } from "../errors.ts";
import type { Product } from "../kernels/kernels.ts";
import { sharedMemory } from "../kernels/shared_memory.ts";
import { control, mostPhases } from "../plan/control.ts";
import { memoryMessage } from "../plan/memory_limit.ts";
import type { Plan } from "../plan/plan.ts";
import { stageProgram } from "../plan/staging.ts";
import { readProgress } from "./barrier.ts";
import { readProfile, type WorkerProfile } from "./profile.ts";
import { Threads } from "./threads.ts";
import { stageTurn, stagingFree, turnOver } from "./turn.ts";
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
  /** Milliseconds without any progress after which a worker counts as lost, see {@link patience}. */
  readonly patience?: number | undefined;
}

/**
 * A thread may end without a word to the one that started it. Longer than any piece takes: what
 * memory can hold is some seconds of work, and a user's gates are slower than kernels.
 */
const patience = { kernels: 120_000, gates: 600_000 };

/** Milliseconds between two looks at the progress. */
const look = 500;

export interface Pool {
  readonly memory: WebAssembly.Memory;
  /** Until the staging area may be written to: at once, unless a step waits there to be started. */
  readonly free: Effect.Effect<void, RunError>;
  /**
   * Runs a program on what is staged, after what is under way; gives its generation. At most one may
   * wait behind another.
   */
  readonly submit: (program: number, norm: boolean) => Effect.Effect<number>;
  /** Until a generation is over. */
  readonly over: (generation: number) => Effect.Effect<void, RunError>;
  /** Runs a program on what is staged, to its end. */
  readonly run: (program: number) => Effect.Effect<void, RunError>;
  /** Where the time of the training steps so far went, a worker each; zeros unless asked for. */
  readonly profile: () => readonly WorkerProfile[];
}

/** Takes workers from {@link Threads} and gives them the plan; they are free again with the scope's end. */
export const makePool = (options: PoolOptions): Effect.Effect<Pool, RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { plan } = options;
    const memory = yield* Effect.try({
      try: () => sharedMemory(plan.bytes),
      catch: () =>
        new RunError({ message: memoryMessage(plan.bytes, "which could not be reserved") }),
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
    yield* Effect.acquireRelease(
      startWorkers(options, memory, threads, fail, ending.signal),
      (workers) =>
        Effect.promise(() => {
          ending.abort();
          return stopWorkers(workers, words, threads);
        }),
    );
    yield* watchProgress(words, options, fail);
    const turn = { plan, int32, words };
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
        return stageTurn(turn);
      });
    const over = (generation: number) => unlessFailed(() => turnOver(words, generation));
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

/** Fails where a program is under way and nothing of it goes on for too long. */
const watchProgress = (
  words: Int32Array,
  { gateSource, patience: given }: PoolOptions,
  fail: (error: RunError) => void,
): Effect.Effect<void, never, Scope.Scope> => {
  const most = given ?? (gateSource === undefined ? patience.kernels : patience.gates);
  let seen = "";
  let still = 0;
  const watch = () => {
    const generation = Atomics.load(words, control.generation);
    if (Atomics.load(words, control.done) >= generation) {
      still = 0;
      return;
    }
    const now = `${generation} ${readProgress(words, mostPhases)}`;
    still = now === seen ? still + look : 0;
    seen = now;
    if (still < most) return;
    const message = `A worker failed: nothing went on for ${most / 1000} s, its thread is lost`;
    fail(new RunError({ message }));
  };
  return Effect.asVoid(Effect.acquireRelease(
    Effect.sync(() => setInterval(watch, look)),
    (timer) => Effect.sync(() => clearInterval(timer)),
  ));
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
  ending: AbortSignal,
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
    // Bun says when a thread ends; elsewhere it is seen by nothing going on.
    handle.addEventListener("close", () => lost("Its thread has ended"), { signal: ending });
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

const stopWorkers = async (
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
  const end = () => workers.forEach((worker) => worker.terminate());
  // A worker that has failed answers nothing.
  if (Atomics.load(words, control.failed) === 1) return end();
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), 1000);
  const inOrder = await Promise.race([Promise.all(closed).then(() => true), late.promise]);
  clearTimeout(timer);
  if (inOrder && Atomics.load(words, control.failed) === 0) workers.forEach(threads.give);
  else end();
};
