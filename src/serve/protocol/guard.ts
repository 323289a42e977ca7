/** Who may ask: holders of the token, and on this machine no page from elsewhere. */
import { createHash, timingSafeEqual } from "node:crypto";
import { Effect } from "effect";
import type { HttpServerRequest } from "effect/http";
import { ForeignPage, TokenWanted } from "./refusal.ts";

export interface Guard {
  /** Whether only this machine reaches the server. */
  readonly isLocal: boolean;
  readonly token: string | undefined;
}

type Headers = HttpServerRequest.HttpServerRequest["headers"];

/**
 * Refuses what a page of another origin may have sent: its `Origin` differs from the host, or, where
 * it has made its own name mean this machine (DNS rebinding), the host is none of this machine's.
 */
export const checkOrigin = (
  { isLocal }: Guard,
  { host = "", origin }: Headers,
): Effect.Effect<void, ForeignPage> => {
  if (isLocal && !/^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host)) {
    return Effect.fail(new ForeignPage({ header: "Host", value: host }));
  }
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`
    ? Effect.void
    : Effect.fail(new ForeignPage({ header: "Origin", value: origin }));
};

/** Whether the header has the token, if one is wanted. */
export const checkToken = (
  { token }: Guard,
  { authorization = "" }: Headers,
): Effect.Effect<void, TokenWanted> => {
  const given = /^bearer +(.*)$/i.exec(authorization)?.[1] ?? "";
  return token === undefined || isSameSecret(given, token)
    ? Effect.void
    : Effect.fail(new TokenWanted());
};

/** Compares in a time that tells nothing about either text. */
export const isSameSecret = (given: string, secret: string): boolean =>
  timingSafeEqual(digest(given), digest(secret));

/** Of equal length for any text. */
const digest = (text: string): Uint8Array => createHash("sha256").update(text).digest();
