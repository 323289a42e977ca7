import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Exit, Fiber } from "effect";
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
  it("comes to what it comes to at once", async () => {
    assert.equal(await Effect.runPromise(inSlices(() => work(3))), 3);
    assert.equal(atOnce(work(3)), 3);
  });

  it("lets others have the thread meanwhile", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await Effect.runPromise(inSlices(() => work(200)));
    clearInterval(timer);
    assert.ok(ticks > 0);
  });

  it("ends where it is interrupted, at the next rest", async () => {
    let slices = 0;
    const exit = await Effect.runPromise(Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(inSlices(() => work(1e6, (done) => slices = done)));
      yield* Effect.sleep(60);
      yield* Fiber.interrupt(fiber);
      return yield* Fiber.await(fiber);
    }));
    assert.ok(Exit.isFailure(exit));
    assert.ok(slices > 0 && slices < 1e5, `${slices} slices`);
  });
});
