/** The answer to what is no request of HTTP, which no handler sees. */
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorBody } from "./error_answer.ts";

/** Answers in the form of every other error, and hangs up. */
export const answerMalformed = (server: Server): void =>
  void server.on("clientError", (error: Error & { readonly code?: string }, socket: Duplex) => {
    if (!socket.writable) return void socket.destroy();
    const [status, message] = error.code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", "The headers are too large"] as const
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? ["408 Request Timeout", "The request did not arrive in time"] as const
      : ["400 Bad Request", "Expected a request of HTTP/1.1"] as const;
    const body: ErrorBody = {
      error: { message, type: "invalid_request_error", param: null, code: null },
    };
    const text = JSON.stringify(body);
    const headers = ["content-type: application/json", `content-length: ${text.length}`];
    socket.end([`HTTP/1.1 ${status}`, ...headers, "connection: close", "", text].join("\r\n"));
  });
