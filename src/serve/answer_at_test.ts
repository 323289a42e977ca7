import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { Effect } from "effect";
import { HttpServerResponse } from "effect/http";
import { effect } from "../base/test_effect.ts";
import { answerAt } from "./answer_at.ts";
import { UnusableAddress } from "./unusable_address.ts";

const answer = Effect.succeed(HttpServerResponse.text("here"));
const anywhere = { host: "127.0.0.1", port: 0 };

describe("a server at an address", () => {
  effect("answers as soon as it tells where it is", function* () {
    let said = "";
    yield* answerAt(createServer(), anywhere, answer, (url) =>
      Effect.promise(async () => {
        said = await (await fetch(url, { signal: AbortSignal.timeout(10_000) })).text();
      }));
    assert.equal(said, "here");
  });

  effect("says that an address is taken", function* () {
    let port = 0;
    yield* answerAt(
      createServer(),
      anywhere,
      answer,
      (url) => Effect.sync(() => void (port = Number(new URL(url).port))),
    );
    const again = answerAt(createServer(), { ...anywhere, port }, answer, () => Effect.void);
    const failure = yield* Effect.flip(again);
    assert(failure instanceof UnusableAddress);
  });
});
