/** What is around the answer to any request: who may ask, how many at once, failures, the log. */
import { toIncomingMessage, toServerResponse } from "@effect/platform-node/NodeHttpServerRequest";
import { Cause, Effect, Exit, type Scope } from "effect";
import { HttpServerRequest, type HttpServerResponse } from "effect/http";
import { oneLine } from "../base/terminal/printable.ts";
import { answerFailure } from "./protocol/error_answer.ts";
import { checkOrigin, checkToken, type Guard } from "./protocol/guard.ts";
import { hangUpLate } from "./protocol/hang_up.ts";
import { Places } from "./places.ts";
import { RequestNote } from "./request_note.ts";

/** Longest path that the log shows. */
const longestPath = 200;

/** What may be read without the token: the page that describes the API. */
const isOpen = (path: string): boolean => ["/", "/docs", "/openapi.json"].includes(path);

type Answer<E, R> = Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>;

/** An application in which each request is checked, counted until its answer is sent, and logged. */
export const answerRequest = <E, R>(
  guard: Guard,
  answer: Answer<E, R>,
): Answer<
  never,
  Exclude<R, RequestNote> | HttpServerRequest.HttpServerRequest | Places | Scope.Scope
> =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest;
    const { method, url, headers } = request;
    const path = url.split("?")[0]!;
    const asked = `${method} ${oneLine(path.slice(0, longestPath))}`;
    const started = performance.now();
    yield* (yield* Places).enter;
    let [status, said, cutOff] = ["", "", "client left"];
    yield* Effect.addFinalizer((exit) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(3);
      const ended = Exit.isSuccess(exit) ? status : cutOff;
      return Effect.logInfo(`${asked}  ${ended}  ${seconds} s${said}`);
    });
    yield* hangUpLate(() => {
      cutOff = "answer not read in time";
      toServerResponse(request).destroy();
    });
    const checked = Effect.gen(function* () {
      yield* checkOrigin(guard, headers);
      if (!isOpen(path)) yield* checkToken(guard, headers);
      return yield* answer;
    });
    const response = yield* checked.pipe(
      Effect.provideService(RequestNote, { note: (words) => void (said = `  ${words}`) }),
      Effect.catchCause((cause) =>
        Cause.hasInterruptsOnly(cause)
          ? Effect.failCause(cause as Cause.Cause<never>)
          : answerFailure(cause, asked)
      ),
    );
    // What ends the body of a client that has left is no answer to it.
    status = isConnected(request) ? String(response.status) : cutOff;
    return response;
  });

const isConnected = (request: HttpServerRequest.HttpServerRequest): boolean =>
  !toIncomingMessage(request).socket.destroyed;
