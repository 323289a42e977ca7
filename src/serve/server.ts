/** The HTTP server of a model. */
import { createServer } from "node:http";
import { basename, resolve } from "node:path";
import process from "node:process";
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer";
import { Effect, Layer } from "effect";
import { HttpRouter, HttpServer } from "effect/http";
import type { InputError, RunError } from "../base/errors.ts";
import { mayListen } from "../base/runtime.ts";
import { counted } from "../base/terminal/format_number.ts";
import { type OpenedModel, openLoaded } from "../use/generation/open_model.ts";
import { rowsFor } from "../use/generation/draw_samples.ts";
import { mostSideBySide } from "../use/generation/side_by_side.ts";
import type { LoadedRun } from "../use/load_run.ts";
import { samplerRoom } from "../use/sampling/sampler.ts";
import { answerRequest, type Requests } from "./answer_request.ts";
import { SharedBatch } from "./batch/shared_batch.ts";
import { ServedModel } from "./completions/served_model.ts";
import { routes } from "./handlers.ts";
import type { Guard } from "./protocol/guard.ts";
import { limits } from "./protocol/limits.ts";
import { Scorer } from "./scores/scorer.ts";
import { NoNetwork, UnusableAddress } from "./unusable_address.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Serves a model until it is interrupted; requests that are being answered then are finished. */
export const serveModel = (
  loaded: LoadedRun,
  address: Address,
  guard: Guard,
): Effect.Effect<never, InputError | RunError> =>
  Effect.gen(function* () {
    if (!mayListen(address.host, address.port)) return yield* new NoNetwork();
    const model = yield* openLoaded(loaded, rowsFor(mostSideBySide));
    const served = describe(loaded, model);
    const shared = Layer.mergeAll(
      Layer.succeed(ServedModel, served),
      SharedBatch.layer(model),
      Scorer.layer(loaded),
    );
    const requests: Requests = { count: 0 };
    const answering = HttpRouter.toHttpEffect(Layer.provide(routes, HttpServer.layerServices));
    const app = Effect.map(answering, (answer) =>
      HttpServer.serve(answerRequest(guard, requests, answer)));
    const ready = Layer.effectDiscard(
      HttpServer.addressFormattedWith((url) =>
        Effect.logInfo(`Serving ${served.id} at ${url}; ${url}/docs describes the API`)
      ),
    );
    const listening = Layer.merge(Layer.unwrap(app), ready).pipe(Layer.provide(listen(address)));
    return yield* Layer.launch(
      Layer.provideMerge(finishing(requests), Layer.provide(listening, shared)),
    );
  });

const describe = (loaded: LoadedRun, model: OpenedModel): ServedModel["Service"] => {
  const { words, unknown, start } = model.vocabulary;
  const banned = new Set([unknown, start].filter((id) => id !== undefined));
  const { directory, manifest } = loaded.existing;
  return {
    id: basename(resolve(directory)),
    created: Math.floor(Date.parse(manifest.started) / 1000),
    model,
    banned,
    room: samplerRoom(words.length, banned),
  };
};

const listen = ({ host, port }: Address) =>
  NodeHttpServer.layer(() => createServer(), {
    host,
    port,
    gracefulShutdownTimeout: `${limits.seconds} seconds`,
  }).pipe(
    Layer.catchTag(
      "ServeError",
      ({ cause }) => Layer.effectContext(Effect.fail(new UnusableAddress({ host, port, cause }))),
    ),
  );

/** At the end, before the server closes: says that requests are finished first. */
const finishing = (requests: Requests): Layer.Layer<never> =>
  Layer.effectDiscard(
    Effect.addFinalizer(() =>
      requests.count === 0 ? Effect.void : Effect.suspend(() => {
        process.once("SIGINT", () => process.exit(130));
        return Effect.logInfo(
          `Finishing ${counted(requests.count, "request")}; Ctrl-C again ends at once`,
        );
      })
    ),
  );
