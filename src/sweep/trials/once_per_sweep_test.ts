import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Deferred, Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import type { SweepRecord } from "../ledger/sweep_table.ts";
import { oncePerSweep } from "./once_per_sweep.ts";

const record = (spent: number) => ({ spent }) as unknown as SweepRecord;

describe("oncePerSweep", () => {
  effect("does the work of two trials at once once, whatever the record says", function* () {
    const goOn = yield* Deferred.make<void>();
    const names: string[] = [];
    const work = yield* oncePerSweep((name) =>
      Effect.sync(() => names.push(name)).pipe(
        Effect.andThen(Deferred.await(goOn)),
        Effect.as(name),
      )
    );
    const trials = [work("a", record(1)), work("a", record(2)), work("b", record(1))];
    const [done] = yield* Effect.all([
      Effect.all(trials, { concurrency: "unbounded" }),
      Effect.andThen(Effect.yieldNow, Deferred.succeed(goOn, undefined)),
    ], { concurrency: "unbounded" });
    assert.deepEqual(done, ["a", "a", "b"]);
    assert.equal(yield* work("a", record(3)), "a");
    assert.deepEqual(names, ["a", "b"]);
  });

  effect("does again what failed", function* () {
    let tries = 0;
    const work = yield* oncePerSweep(() =>
      Effect.suspend(() => ++tries === 1 ? Effect.fail("not yet") : Effect.succeed(tries))
    );
    assert.equal(yield* Effect.flip(work("a", record(0))), "not yet");
    assert.equal(yield* work("a", record(0)), 2);
  });
});
