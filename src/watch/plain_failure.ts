/** Failures as a text that a person reads in the browser. */
import { Cause, Effect } from "effect";
import { HttpServerResponse } from "effect/http";
import { isInputError } from "../base/errors.ts";
import { isRouteNotFound } from "../serve/protocol/error_answer.ts";
import { ForeignPage } from "../serve/protocol/refusal.ts";
import { WatchTokenWanted } from "./watch_guard.ts";

/** The answer to a request that failed; a failure that was not foreseen is logged. */
export const plainFailure = (
  cause: Cause.Cause<unknown>,
): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  const error = Cause.squash(cause);
  if (isInputError(error)) return Effect.succeed(text(error.message, statusOf(error)));
  if (isRouteNotFound(error)) return Effect.succeed(text("There is nothing here", 404));
  return Effect.as(
    Effect.logWarning("A page could not be answered", cause),
    text("Unexpected failure; the log of watch has it", 500),
  );
};

const text = (message: string, status: number) =>
  HttpServerResponse.text(`${message}\n`, { status });

/** Of what is left the folder is the cause: a run that is damaged or gone. */
const statusOf = (error: unknown): number => {
  if (error instanceof WatchTokenWanted) return 401;
  return error instanceof ForeignPage ? 403 : 404;
};
