/** The text of a request's body. */
import { Buffer } from "node:buffer";
import { toIncomingMessage } from "@effect/platform-node/NodeHttpServerRequest";
import { Effect } from "effect";
import type { HttpServerRequest } from "effect/http";
import { limits } from "./limits.ts";
import { BodyCutOff, BodyTooLarge } from "./refusal.ts";

/**
 * Reads the body, which may be given up at any time. The connection then stays open for the answer,
 * where the request's own `text` would close it.
 */
export const bodyText = (
  request: HttpServerRequest.HttpServerRequest,
): Effect.Effect<string, BodyCutOff | BodyTooLarge> =>
  Effect.callback((resume) => {
    const message = toIncomingMessage(request);
    const parts: Buffer[] = [];
    let bytes = 0;
    const add = (part: Buffer) => {
      bytes += part.length;
      if (bytes > limits.bytes) end(Effect.fail(new BodyTooLarge()));
      else parts.push(part);
    };
    const whole = () => end(Effect.sync(() => Buffer.concat(parts).toString()));
    const broken = () => end(Effect.fail(new BodyCutOff()));
    const leave = () => {
      message.off("data", add).off("end", whole).off("error", broken).off("close", broken);
      message.on("error", () => {}); // of a client that leaves while it gets its answer
      message.pause();
    };
    const end = (result: Effect.Effect<string, BodyCutOff | BodyTooLarge>) => {
      leave();
      resume(result);
    };
    if (message.destroyed) return void resume(Effect.fail(new BodyCutOff()));
    message.on("data", add).on("end", whole).on("error", broken).on("close", broken);
    return Effect.sync(leave);
  });
