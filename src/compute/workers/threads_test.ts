import { elementIndex } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import type { Thread } from "../../base/thread.ts";
import { effect } from "../../base/test_effect.ts";
import { boundPool, brokenPlan, smallPlan } from "./test_plans.ts";
import { LostWorker } from "./lost_worker.ts";
import { program } from "./programs.ts";
import { keptThreads, Threads } from "./threads.ts";

/** The threads that are taken and given back while an effect runs. */
const counted = (inner: Threads) => {
  const seen = { threads: new Set<Thread>(), given: 0 };
  const threads: Threads = {
    take: () => {
      const thread = inner.take();
      seen.threads.add(thread);
      return thread;
    },
    give: (thread) => {
      seen.given++;
      inner.give(thread);
    },
  };
  return { threads, seen };
};

const lossesOn = (workers: number) =>
  Effect.scoped(Effect.gen(function* () {
    const { memory, run } = yield* boundPool(smallPlan, [4, 3, 1], { workers });
    yield* run(program.evaluate);
    const from = elementIndex(smallPlan.output.losses);
    return Array.from(new Float32Array(memory.buffer).subarray(from, from + 8));
  }));

describe("kept threads", () => {
  effect("serve one pool after another, each with a memory of its own", function* () {
    const { threads, seen } = counted(yield* keptThreads);
    const results = yield* Effect.forEach([2, 1, 2, 2], lossesOn).pipe(
      Effect.provideService(Threads, threads),
    );
    assert.equal(seen.threads.size, 2);
    assert.equal(seen.given, 7);
    for (const losses of results) assert.deepEqual(losses, results[0]);
  });

  effect("that failed serve no other pool", function* () {
    const { threads, seen } = counted(yield* keptThreads);
    const onThem = Effect.provideService(Threads, threads);
    const broken = Effect.flatMap(
      boundPool(brokenPlan, [4, 3, 1], { workers: 1 }),
      ({ run }) => run(program.evaluate),
    );
    const error = yield* Effect.flip(Effect.scoped(broken)).pipe(onThem);
    const after = yield* lossesOn(1).pipe(onThem);
    assert(error instanceof LostWorker);
    assert.equal(after.length, 8);
    assert.equal(seen.threads.size, 2);
    assert.equal(seen.given, 1);
  });
});
