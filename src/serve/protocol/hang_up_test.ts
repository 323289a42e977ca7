import { Effect } from "effect";
import { TestClock } from "effect/testing";
import assert from "node:assert/strict";
import { effect } from "../../base/test_effect.ts";
import { hangUpLate } from "./hang_up.ts";

effect("hangs up on clients that do not read, and on no others", function* () {
  const test = Effect.gen(function* () {
    const ended: string[] = [];
    yield* Effect.scoped(hangUpLate(() => ended.push("read")));
    yield* hangUpLate(() => ended.push("not read"));
    yield* TestClock.adjust("389 seconds");
    assert.deepEqual(ended, []);
    yield* TestClock.adjust("1 second");
    assert.deepEqual(ended, ["not read"]);
  });
  yield* test.pipe(Effect.provide(TestClock.layer()));
});
