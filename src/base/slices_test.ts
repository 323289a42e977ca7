import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect, Exit, Fiber } from "effect";
import { effect } from "./test_effect.ts";
import { atOnce, inSlices, type Slices } from "./slices.ts";

/** Work without end but for its count: each slice takes a millisecond. */
function* work(count: number, done: (slice: number) => void = () => {}): Slices<number> {
  for (let slice = 1; slice <= count; slice++) {
    const end = performance.now() + 1;
    while (performance.now() < end);
    done(slice);
    yield;
  }
  return count;
}

describe("work in slices", () => {
  effect("comes to what it comes to at once", function* () {
    assert.equal(yield* inSlices(() => work(3)), 3);
    assert.equal(atOnce(work(3)), 3);
  });

  effect("lets others have the thread meanwhile", function* () {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    yield* inSlices(() => work(200));
    clearInterval(timer);
    assert.ok(ticks > 0);
  });

  effect("ends where it is interrupted, at the next rest", function* () {
    let slices = 0;
    const fiber = yield* Effect.forkChild(inSlices(() => work(1e6, (done) => slices = done)));
    yield* Effect.sleep(60);
    yield* Fiber.interrupt(fiber);
    const exit = yield* Fiber.await(fiber);
    assert.ok(Exit.isFailure(exit));
    assert.ok(slices > 0 && slices < 1e5, `${slices} slices`);
  });
});
