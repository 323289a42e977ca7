/** Failures in the form of OpenAI's API. */
import { Cause, Effect, Schema } from "effect";
import { HttpServerError, HttpServerResponse } from "effect/http";
import { type InputError, isInputError, isRunError } from "../../base/errors.ts";
import { LongPrompt, MistakenBody, NoSuchPath, UnknownModel } from "./refusal.ts";

export const ErrorBody = Schema.Struct({
  error: Schema.Struct({
    message: Schema.String,
    type: Schema.String,
    param: Schema.NullOr(Schema.String),
    code: Schema.NullOr(Schema.String),
  }),
});
export type ErrorBody = typeof ErrorBody.Type;

interface Failure {
  readonly status: number;
  readonly body: ErrorBody;
}

/** Status and code of refusals by their tag; any other mistake of the client is a 400. */
const refusals: Readonly<Record<string, { readonly status: number; readonly code?: string }>> = {
  TokenWanted: { status: 401, code: "invalid_api_key" },
  ForeignPage: { status: 403, code: "foreign_page" },
  NoSuchPath: { status: 404, code: "not_found" },
  UnknownModel: { status: 404, code: "model_not_found" },
  BodyTooSlow: { status: 408 },
  BodyTooLarge: { status: 413 },
  LongPrompt: { status: 400, code: "context_length_exceeded" },
  BodyOvertaken: { status: 429, code: "rate_limit_exceeded" },
  TooBusy: { status: 429, code: "rate_limit_exceeded" },
  TookTooLong: { status: 503, code: "timeout" },
};

/** The key of the body that is wrong; a place in a list is part of the message. */
const paramOf = (error: InputError): string | null => {
  if (error instanceof MistakenBody) return error.mistakes[0]?.key.replace(/(\.\d+)+$/, "") || null;
  if (error instanceof LongPrompt) return "prompt";
  return error instanceof UnknownModel ? "model" : null;
};

/** What a client hears of a failure; a defect's text stays here. */
export const describeFailure = (error: unknown): Failure => {
  if (isInputError(error)) {
    const { status, code = null } = refusals[error._tag] ?? { status: 400 };
    const type = status === 429 ? "rate_limit_error" : "invalid_request_error";
    return {
      status,
      body: { error: { message: error.message, type, param: paramOf(error), code } },
    };
  }
  const message = isRunError(error) ? error.message : "Unexpected failure; the server's log has it";
  return {
    status: 500,
    body: { error: { message, type: "server_error", param: null, code: null } },
  };
};

/** The answer to a request that failed; a failure that was not foreseen is logged. */
export const answerFailure = (
  cause: Cause.Cause<unknown>,
  asked: string,
): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.gen(function* () {
    const squashed = Cause.squash(cause);
    const error = isRouteNotFound(squashed) ? new NoSuchPath({ asked }) : squashed;
    const { status, body } = describeFailure(error);
    if (status === 500 && !isRunError(error)) yield* Effect.logWarning(`Failed: ${asked}`, cause);
    const isUnread = ["BodyTooLarge", "BodyTooSlow", "BodyOvertaken"].includes(tagOf(error));
    const headers = {
      ...(status === 429 ? { "retry-after": "1" } : {}),
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
      // OpenAI's clients would ask for the same again.
      ...(status === 503 ? { "x-should-retry": "false" } : {}),
      ...(isUnread ? { connection: "close" } : {}),
    };
    return HttpServerResponse.jsonUnsafe(body, { status, headers });
  });

const tagOf = (error: unknown): string => isInputError(error) ? error._tag : "";

/** Whether no route answers a request. */
export const isRouteNotFound = (error: unknown): boolean =>
  HttpServerError.isHttpServerError(error) && error.reason._tag === "RouteNotFound";
