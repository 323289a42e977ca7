/** Who may watch: pages of this machine that know the token of the address. */
import { Effect, Schema } from "effect";
import type { HttpServerRequest } from "effect/http";
import { InputError } from "../base/errors.ts";
import { checkOrigin, isSameSecret } from "../serve/protocol/guard.ts";
import type { ForeignPage } from "../serve/protocol/refusal.ts";

/** An address without the token, or with an old one. */
export class WatchTokenWanted extends InputError.extend<WatchTokenWanted>("WatchTokenWanted")({
  _tag: Schema.tag("WatchTokenWanted"),
}) {
  override get message(): string {
    return "Expected the address that `watch` printed when it was started last, with its token";
  }
}

/** Refuses other hosts and origins, and requests without the token in their query. */
export const checkWatcher = (
  token: string,
  { url, headers }: HttpServerRequest.HttpServerRequest,
): Effect.Effect<void, ForeignPage | WatchTokenWanted> =>
  Effect.andThen(
    checkOrigin({ isLocal: true, token }, headers),
    Effect.suspend(() => {
      const given = queryOf(url).get("token") ?? "";
      return isSameSecret(given, token) ? Effect.void : Effect.fail(new WatchTokenWanted());
    }),
  );

/** The query of a request's address. */
export const queryOf = (url: string): URLSearchParams =>
  new URL(url, "http://localhost").searchParams;
