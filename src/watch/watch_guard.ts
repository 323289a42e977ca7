/** Who may watch: pages of this machine that know the token of the address. */
import { createHash, timingSafeEqual } from "node:crypto";
import { Effect } from "effect";
import type { HttpServerRequest } from "effect/http";
import { checkOrigin } from "../serve/protocol/guard.ts";
import { type ForeignPage, TokenWanted } from "../serve/protocol/refusal.ts";

/** Refuses other hosts and origins, and requests without the token in their query. */
export const checkWatcher = (
  token: string,
  { url, headers }: HttpServerRequest.HttpServerRequest,
): Effect.Effect<void, ForeignPage | TokenWanted> =>
  Effect.andThen(
    checkOrigin({ isLocal: true, token }, headers),
    Effect.suspend(() => {
      const given = queryOf(url).get("token") ?? "";
      return timingSafeEqual(digest(given), digest(token))
        ? Effect.void
        : Effect.fail(new TokenWanted());
    }),
  );

/** The query of a request's address. */
export const queryOf = (url: string): URLSearchParams =>
  new URL(url, "http://localhost").searchParams;

/** Of equal length for any text. */
const digest = (text: string): Uint8Array => createHash("sha256").update(text).digest();
