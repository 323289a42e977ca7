/**
 * The threads that pools run on. A thread serves one pool after another: a new pool gives it
 * another plan and another memory, so the cost of starting a thread is paid once.
 */
import { Context, Effect, type Scope } from "effect";
import { programFile } from "../../base/program_files.ts";
import { startThread, type Thread } from "../../base/thread.ts";

export interface Threads {
  /** A thread that serves no pool. */
  readonly take: () => Thread;
  /** Gives back a thread that has closed its pool in good order. */
  readonly give: (thread: Thread) => void;
}

const startWorker = (): Thread => startThread(programFile("src/compute/workers/worker.ts"));

/** Where pools get their threads: each pool its own, unless a program keeps them. */
export const Threads = Context.Reference<Threads>("unroll/compute/Threads", {
  defaultValue: () => ({ take: startWorker, give: (thread) => thread.terminate() }),
});

/** Threads that are kept for the next pool, and end with the scope. */
export const keptThreads: Effect.Effect<Threads, never, Scope.Scope> = Effect.gen(function* () {
  const idle: Thread[] = [];
  let closed = false;
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      closed = true;
      for (const thread of idle.splice(0)) thread.terminate();
    })
  );
  return {
    take: () => idle.pop() ?? startWorker(),
    give: (thread) => {
      thread.onmessage = null;
      if (closed) thread.terminate();
      else idle.push(thread);
    },
  };
});
