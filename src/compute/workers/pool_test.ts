import { elementIndex } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import { runtime } from "../../base/runtime.ts";
import { lifePlace } from "../step/worker_environment.ts";
import { MemoryUnavailable } from "../plan/memory_limit.ts";
import { boundPool, smallPlan as plan } from "./test_plans.ts";
import { program } from "./programs.ts";

describe("a pool", () => {
  effect("runs one program after another on what is bound", function* () {
    const { memory, run } = yield* boundPool(plan, [4, 3, 2, 2, 1]);
    const floats = new Float32Array(memory.buffer);
    const from = elementIndex(plan.output.losses);
    const assertLosses = (loss: number) => {
      const losses = [...floats.subarray(from, from + 12)];
      assert.ok(losses.every((x) => Math.abs(x - loss) < 1e-5), String(losses));
    };
    // All weights are 0: every word is as likely, then the target exp(5) times as likely as another.
    yield* run(program.evaluate);
    assertLosses(Math.log(7));
    floats[elementIndex(plan.output.bias) + 2] = 5;
    yield* run(program.packedEvaluate);
    assertLosses(Math.log(6 + Math.exp(5)) - 5);
  });

  effect("gives a sign of life with every time step, there and back", function* () {
    const { memory, run } = yield* boundPool(plan, [4, 3, 2], { workers: 1 });
    const at = elementIndex(lifePlace(plan, 0));
    const signs = () => Atomics.load(new Int32Array(memory.buffer), at);
    yield* run(program.evaluate);
    const forward = signs();
    assert.ok(forward >= 4, `${forward} signs`);
    yield* run(program.clippedTrain);
    const both = signs() - forward;
    assert.ok(both >= 8, `${both} signs`);
  });

  effect("says how much memory could not be had", function* () {
    const error = yield* Effect.flip(boundPool({ ...plan, bytes: 2 ** 45 }, [1]));
    assert(error instanceof MemoryUnavailable);
    assert.match(error.message, /^The model needs 33,554,432 MiB of memory, which could not/);
  });

  it("leaves no worker behind, and fails instead of waiting when one fails", () => {
    const path = fileURLToPath(new URL("./test_leave_nothing.ts", import.meta.url));
    const permissions = ["--no-check", "--allow-read", "--allow-env", "--allow-sys"];
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["run", ...(runtime.name === "deno" ? permissions : []), path],
      { encoding: "utf8", timeout: 60_000 },
    );
    const trapped = /^LostWorker: A worker failed: .*unreachable.* LostWorker: A worker failed: /i;
    const [pools, one = "", several = "", start] = stdout.trim().split("\n");
    assert.equal(pools, "20 pools", stderr);
    assert.match(one.slice(2), trapped);
    assert.match(several.slice(2), trapped);
    assert.equal(start, "LostWorker: A worker failed: No BLAS is available");
    assert.equal(status, 0, "a worker is left");
  });
});
