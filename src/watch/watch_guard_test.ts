import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { HttpServerRequest } from "effect/http";
import { checkWatcher } from "./watch_guard.ts";

const refusal = (url: string, headers: Readonly<Record<string, string>>): string | undefined =>
  Effect.runSync(
    checkWatcher("secret", { url, headers } as unknown as HttpServerRequest.HttpServerRequest)
      .pipe(
        Effect.as(undefined),
        Effect.catch((error) => Effect.succeed(error.message)),
      ),
  );

describe("watch guard", () => {
  it("lets in who knows the address", () => {
    for (const host of ["127.0.0.1:8000", "localhost", "[::1]:1"]) {
      assert.equal(refusal("/?token=secret", { host }), undefined);
    }
  });

  it("refuses other hosts and origins, even with the token", () => {
    assert.match(refusal("/?token=secret", { host: "evil.example" })!, /Host.*"evil\.example"/);
    const headers = { host: "127.0.0.1:8000", origin: "http://evil.example" };
    assert.match(refusal("/events?token=secret", headers)!, /Origin/);
  });

  it("refuses a token that is missing, wrong or in another place", () => {
    const host = "127.0.0.1:8000";
    for (const url of ["/", "/?token=", "/?token=secre", "/?token=secrets", "/token=secret"]) {
      assert.match(refusal(url, { host })!, /address that `watch` printed/);
    }
    assert.match(refusal("/", { host, authorization: "Bearer secret" })!, /address/);
  });
});
