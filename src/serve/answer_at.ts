/** An HTTP server at an address. */
import type { Server } from "node:http";
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer";
import { Effect, Layer } from "effect";
import { HttpServer, type HttpServerRequest, type HttpServerResponse } from "effect/http";
import type { Scope } from "effect";
import { UnusableAddress } from "./unusable_address.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Listens, answers each request, and then tells where: a request that came before there is an answer
 * would wait for good. The server closes with the scope.
 *
 * @param answer what is ready to answer
 */
export const answerAt = <R>(
  server: Server,
  { host, port }: Address,
  answer: Effect.Effect<HttpServerResponse.HttpServerResponse, unknown, R>,
  ready: (url: string) => Effect.Effect<void>,
): Effect.Effect<
  void,
  UnusableAddress,
  Exclude<R, HttpServerRequest.HttpServerRequest | Scope.Scope> | Scope.Scope
> =>
  Effect.gen(function* () {
    const listening = NodeHttpServer.layer(() => server, { host, port }).pipe(
      Layer.catchTag(
        "ServeError",
        ({ cause }) => Layer.effectContext(Effect.fail(new UnusableAddress({ host, port, cause }))),
      ),
    );
    const context = yield* Layer.build(
      Layer.provideMerge(HttpServer.serve(answer), listening),
    );
    yield* Effect.provideContext(HttpServer.addressFormattedWith(ready), context);
  });
