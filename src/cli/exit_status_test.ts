import { describe, it } from "@std/testing/bdd";
import { Cause, Effect, Exit, Fiber } from "effect";
import assert from "node:assert/strict";
import { FileRunError } from "../base/files/file_error.ts";
import { mistakesError } from "../config/mistake.ts";
import { endingOf } from "./exit_status.ts";

const full = new FileRunError({ operation: "write", path: "x", code: undefined, cause: "Full" });
const foreseen = { status: 1, message: 'Cannot write "x": Full' };

describe("endingOf", () => {
  it("is 0 for a success, whatever it is worth", () => {
    assert.deepEqual(endingOf(Exit.succeed(3), false), { status: 0, message: undefined });
  });

  it("shows a failure that was foreseen without a stack, also when debugging", () => {
    const wrong = mistakesError([{ place: undefined, path: ["seed"], message: "Wrong" }]);
    assert.deepEqual(endingOf(Exit.fail(wrong), true), { status: 2, message: "seed: Wrong" });
    assert.deepEqual(endingOf(Exit.fail(full), true), foreseen);
  });

  it("is 130 for an interruption", async () => {
    const exit = await Effect.runPromise(Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(Effect.never);
      yield* Fiber.interrupt(fiber);
      return yield* Fiber.await(fiber);
    }));
    assert.deepEqual(endingOf(exit, false), { status: 130, message: undefined });
  });

  it("is a failure when something failed while it was interrupted", () => {
    const cause = Cause.combine(Cause.interrupt(1), Cause.fail(full));
    assert.deepEqual(endingOf(Exit.failCause(cause), false), foreseen);
  });

  it("asks to report a defect, in one line unless debugging", () => {
    const exit = Exit.die(new TypeError("x is not a function\nmore"));
    const { status, message } = endingOf(exit, false);
    assert.equal(status, 1);
    assert.equal(
      message,
      "Unexpected failure, please report it: x is not a function (UNROLL_DEBUG=1 shows where)",
    );
    assert.match(endingOf(exit, true).message!, /exit_status_test\.ts/);
    assert.match(endingOf(Exit.die("odd"), false).message!, /: odd \(/);
  });
});
