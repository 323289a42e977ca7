import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Cause, Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import { SomeRunError } from "../../base/test_errors.ts";
import { answerFailure, describeFailure } from "./error_answer.ts";
import { BodyTooLarge, MistakenBody, TookTooLong, UnknownModel } from "./refusal.ts";

const mistake = (key: string) => new MistakenBody({ mistakes: [{ key, message: "Wrong" }] });

describe("a failure as an answer", () => {
  it("names the key that is wrong, not the place in its list", () => {
    const paramOf = (error: unknown) => describeFailure(error).body.error.param;
    assert.equal(paramOf(mistake("prompt.0")), "prompt");
    assert.equal(paramOf(mistake("stream_options.include_usage")), "stream_options.include_usage");
    assert.equal(paramOf(mistake("")), null);
    assert.equal(paramOf(new UnknownModel({ model: "a", served: "b" })), "model");
  });

  it("keeps the text of a defect to the log", () => {
    const { status, body } = describeFailure(new Error("a secret"));
    assert.equal(status, 500);
    assert.doesNotMatch(body.error.message, /secret/);
    assert.equal(describeFailure(new SomeRunError({ text: "told" })).body.error.message, "told");
  });

  effect("tells clients not to ask again for what takes too long", function* () {
    const { status, headers } = yield* answerFailure(Cause.fail(new TookTooLong()), "POST /score");
    assert.deepEqual([status, headers["x-should-retry"]], [503, "false"]);
  });

  effect("asks for a hang-up where the rest of a body may still come", function* () {
    const [slow, wrong] = yield* Effect.forEach(
      [413, 400] as const,
      (status) =>
        answerFailure(Cause.fail(status === 413 ? new BodyTooLarge() : mistake("n")), "POST /"),
    );
    assert.deepEqual([slow!.headers["connection"], wrong!.headers["connection"]], [
      "close",
      undefined,
    ]);
  });
});
