/** A request's body as a checked value. */
import { Effect, Result, type Schema } from "effect";
import type { InputError } from "../../base/errors.ts";
import { formatCount } from "../../base/terminal/format_number.ts";
import { HttpServerRequest } from "effect/http";
import { decode, placeFinding } from "../../config/decode.ts";
import { bodyText } from "./body_text.ts";
import { limits } from "./limits.ts";
import { BodyTooLarge, BodyTooSlow, MistakenBody, NotJson } from "./refusal.ts";

/** An object of JSON. A key that is null counts as absent, as clients send what is not set. */
export const readObject: Effect.Effect<
  Readonly<Record<string, unknown>>,
  InputError,
  HttpServerRequest.HttpServerRequest
> = Effect.gen(function* () {
  const request = yield* HttpServerRequest.HttpServerRequest;
  const length = Number(request.headers["content-length"] ?? 0);
  if (length > limits.bytes) return yield* new BodyTooLarge();
  const body = yield* bodyText(request).pipe(
    Effect.timeoutOrElse({
      duration: `${limits.bodySeconds} seconds`,
      orElse: () => Effect.fail(new BodyTooSlow()),
    }),
  );
  const value = yield* Effect.try({
    try: (): unknown => JSON.parse(body),
    catch: (cause) => new NotJson({ said: cause instanceof Error ? cause.message : "" }),
  });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return yield* mistaken("", "Expected an object with keys");
  }
  yield* checkKeys("", value);
  for (const [key, one] of Object.entries(value)) yield* checkKeys(key, one);
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));
});

/** A map of thousands of keys is refused as a whole: telling what is wrong with each takes seconds. */
const checkKeys = (key: string, value: unknown): Effect.Effect<void, MistakenBody> => {
  const count = typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.keys(value).length
    : 0;
  return count <= limits.keys
    ? Effect.void
    : mistaken(key, `Expected at most ${limits.keys} keys, got ${formatCount(count)}`);
};

export const mistaken = (key: string, message: string): MistakenBody =>
  new MistakenBody({ mistakes: [{ key, message }] });

/** All mistakes at once, in the words of a config's. */
export const decodeBody = <A>(
  schema: Schema.Decoder<A>,
  value: unknown,
): Effect.Effect<A, MistakenBody> =>
  Effect.fromResult(Result.mapError(decode(schema, value), (found) =>
    new MistakenBody({
      mistakes: found.map((finding) => {
        const { path, message } = placeFinding(finding, undefined);
        return { key: path.join("."), message };
      }),
    })));
