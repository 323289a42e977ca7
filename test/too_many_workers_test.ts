/** More threads than a machine has, or lets a process have. */
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import { resolveEngine } from "../src/experiment/setup/resolve_engine.ts";
import { boundPool, smallPlan } from "../src/compute/workers/test_plans.ts";
import { WorkersNotStarted } from "../src/compute/workers/lost_worker.ts";
import { Threads } from "../src/compute/workers/threads.ts";
import { inProcess } from "./support/in_process.ts";

const resolved = async (
  workers: number | "auto",
  processors: number,
  precision: "float32" | "float64" = "float32",
) => {
  const config = { workers, gemm: "wasm", precision } as const;
  const { result, said } = await inProcess(resolveEngine(config, undefined, processors));
  return { workers: Result.getOrThrow(result).workers, said };
};

describe("the number of workers", () => {
  it("is that of the processors, or what is asked for", async () => {
    assert.deepEqual(await resolved("auto", 12), { workers: 12, said: "" });
    assert.deepEqual(await resolved(3, 2), { workers: 3, said: "" });
    assert.deepEqual(await resolved(8, 2), { workers: 8, said: "" });
    assert.deepEqual(await resolved(256, 2, "float64"), { workers: 1, said: "" });
  });

  it("is bounded by the processors, which is said", async () => {
    const { workers, said } = await resolved(256, 2);
    assert.equal(workers, 8);
    assert.match(said, /256 workers exceed the limit of 4 per processor \(2 processors\): using 8/);
  });
});

describe("threads that can't be started", () => {
  it("fail the run with what helps, and those that were started end", async () => {
    const running = new Set<Worker>();
    const threads: Threads = {
      take: () => {
        if (running.size === 2) throw new Error("Resource temporarily unavailable (os error 11)");
        const thread = new Worker(new URL("../src/compute/workers/worker.ts", import.meta.url), {
          type: "module",
        });
        const { terminate } = thread;
        thread.terminate = () => {
          running.delete(thread);
          terminate.call(thread);
        };
        running.add(thread);
        return thread;
      },
      give: (thread) => thread.terminate(),
    };
    const error = await Effect.runPromise(Effect.flip(
      Effect.scoped(boundPool(smallPlan, [4, 3], { workers: 3 })).pipe(
        Effect.provideService(Threads, threads),
      ),
    ));
    assert(error instanceof WorkersNotStarted);
    assert.deepEqual([error.wanted, error.started], [3, 2]);
    assert.match(
      error.message,
      /^Cannot start 3 workers, only 2: Resource temporarily .*; take fewer with engine\.workers/,
    );
    assert.equal(running.size, 0);
  });
});
