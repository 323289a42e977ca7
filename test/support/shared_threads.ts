/**
 * Threads that all runs of a test file share: to start one takes a quarter of a second of a
 * processor, and most runs of tests take less. Each process of its own starts new ones.
 */
import { Effect, Scope } from "effect";
import { keptThreads, Threads } from "../../src/compute/workers/threads.ts";

// They end with the file's own thread.
const threads = Effect.runSync(Scope.provide(keptThreads, Scope.makeUnsafe()));

/** An effect whose pools take these threads, unless it says where it has others from. */
export const onSharedThreads: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> =
  Effect.provideService(Threads, threads);
