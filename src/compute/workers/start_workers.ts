/** The threads of a pool: how they are started, told what to do, and stopped. */
import { MessageChannel } from "node:worker_threads";
import { Effect } from "effect";
import { RunError } from "../../base/errors.ts";
import type { Thread } from "../../base/thread.ts";
import { GateFailed } from "../gate_failed.ts";
import { control } from "../plan/control.ts";
import { LostWorker, WorkersNotStarted } from "./lost_worker.ts";
import type { PoolOptions } from "./pool_options.ts";
import type { Threads } from "./threads.ts";
import type { WorkerMessage, WorkerStart } from "./worker.ts";

/** A worker's failure as the pool's user sees it. */
export const asRunError = (cause: unknown): RunError =>
  cause instanceof RunError ? cause : threw(cause instanceof Error ? cause.message : String(cause));

const threw = (said: string): RunError => new LostWorker({ fault: { kind: "threw", said } });

/** A gate of the user's that fails is no fault of the thread that runs it. */
const failureOf = (message: Extract<WorkerMessage, { kind: "failed" }>): RunError => {
  if (message.by === "program") return threw(message.said);
  return new GateFailed({ ...message.fault, inWorker: true });
};

/** What it says for itself, and what its end alone says, may come in any order: milliseconds between. */
const lastWords = 200;

/**
 * Takes the pool's threads, sends each the plan, and returns them once all are ready. A thread that
 * ends later, with or without an error, fails the pool; `ending` says that ends are expected.
 */
export const startWorkers = (
  options: PoolOptions,
  memory: WebAssembly.Memory,
  threads: Threads,
  fail: (error: RunError) => void,
  ending: AbortSignal,
): Effect.Effect<Thread[], RunError> =>
  Effect.suspend(() => {
    const handles: Thread[] = [];
    const end = () => handles.forEach((handle) => handle.terminate());
    try {
      while (handles.length < options.workers) handles.push(threads.take());
    } catch (cause) {
      end();
      const { workers: wanted } = options;
      return Effect.fail(new WorkersNotStarted({ wanted, started: handles.length, cause }));
    }
    const ready = handles.map((handle, worker) =>
      tellPlan(handle, startOf(options, memory, worker), fail, ending)
    );
    return Effect.tryPromise({
      try: () =>
        Promise.all(ready).catch((cause) => {
          end();
          throw cause;
        }),
      catch: asRunError,
    }).pipe(Effect.as(handles));
  });

const startOf = (
  { plan, gemm, optimizerCode, workers, processors, profile, gateSource }: PoolOptions,
  memory: WebAssembly.Memory,
  worker: number,
): Omit<WorkerStart, "life"> => ({
  plan,
  memory,
  gemm,
  optimizerCode,
  worker,
  workers,
  spin: workers <= processors,
  profile,
  gateSource,
});

/** Until the worker is ready. */
const tellPlan = (
  handle: Thread,
  start: Omit<WorkerStart, "life">,
  fail: (error: RunError) => void,
  ending: AbortSignal,
): Promise<void> => {
  const ready = Promise.withResolvers<void>();
  const lost = (error: RunError) => {
    fail(error);
    ready.reject(error);
  };
  handle.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
    if (data.kind === "ready") ready.resolve();
    if (data.kind === "failed") lost(failureOf(data));
  };
  handle.onerror = (event) => {
    event.preventDefault();
    lost(threw(event.message));
  };
  const gone = () => {
    const timer = setTimeout(() => {
      if (!ending.aborted) lost(new LostWorker({ fault: { kind: "ended" } }));
    }, lastWords);
    ending.addEventListener("abort", () => clearTimeout(timer));
  };
  // Bun and Node say when a thread ends. Elsewhere what it holds closes then: the other end of a channel.
  handle.addEventListener("close", gone, { signal: ending });
  const life = new MessageChannel();
  life.port1.on("message", () => {});
  life.port1.on("close", () => ending.aborted || gone());
  ending.addEventListener("abort", () => life.port1.close());
  handle.postMessage({ ...start, life: life.port2 }, [life.port2 as unknown as Transferable]);
  return ready.promise;
};

/** Closes the workers between two programs; those that answer go back to where they came from. */
export const stopWorkers = async (
  workers: readonly Thread[],
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
