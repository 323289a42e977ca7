/** The HTTP server of a model. */
import { createServer, type Server } from "node:http";
import { basename, resolve } from "node:path";
import process from "node:process";
import { Console, Context, Effect, Layer } from "effect";
import { HttpRouter, HttpServer } from "effect/http";
import type { InputError, RunError } from "../base/errors.ts";
import { mayListen } from "../base/runtime.ts";
import { counted } from "../base/terminal/format_number.ts";
import { type OpenedModel, openLoaded } from "../use/generation/open_model.ts";
import { rowsFor } from "../use/generation/draw_samples.ts";
import { mostSideBySide } from "../use/generation/side_by_side.ts";
import type { LoadedRun } from "../use/load_run.ts";
import { samplerRoom } from "../use/sampling/sampler.ts";
import { type Address, answerAt } from "./answer_at.ts";
import { answerRequest } from "./answer_request.ts";
import { SharedBatch } from "./batch/shared_batch.ts";
import { ServedModel } from "./completions/served_model.ts";
import { routes } from "./handlers.ts";
import { Places } from "./places.ts";
import type { Guard } from "./protocol/guard.ts";
import { answerMalformed } from "./protocol/malformed_request.ts";
import { Scorer } from "./scores/scorer.ts";
import { NoNetwork } from "./unusable_address.ts";

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
      Places.layer,
    );
    const server = createServer();
    answerMalformed(server);
    yield* endBySecondSignal;
    // In this order, so that it ends in the reverse one: the server closes before the batch does.
    const context = yield* Layer.build(shared);
    const answer = yield* HttpRouter.toHttpEffect(
      Layer.provide(routes, HttpServer.layerServices),
    );
    const ready = (url: string) =>
      Effect.andThen(
        Console.log(url),
        Effect.logInfo(`Serving ${served.id}; ${url}/docs describes the API`),
      );
    yield* answerAt(server, address, answerRequest(guard, answer), ready).pipe(
      Effect.provideContext(context),
    );
    yield* Effect.addFinalizer(() => finishRest(Context.get(context, Places), server));
    return yield* Effect.never;
  }).pipe(Effect.scoped);

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

/** How long the last bytes of the last answer have to leave. */
const lastBytes = "100 millis";

/**
 * Takes no more connections, finishes what is asked, and closes the connections that clients keep
 * open for further requests, for which the server would wait.
 */
const finishRest = ({ open }: Places["Service"], server: Server): Effect.Effect<void> =>
  Effect.gen(function* () {
    server.close();
    if (open() > 0) {
      const rest = counted(open(), "request");
      yield* Effect.logInfo(`Finishing ${rest}; Ctrl-C again ends at once`);
    }
    while (open() > 0) yield* Effect.sleep("20 millis");
    yield* Effect.sleep(lastBytes);
    server.closeAllConnections();
  });

const endings = ["SIGINT", "SIGTERM"] as const;

/** The first Ctrl-C or SIGTERM is the program's own, which finishes what is asked; the second ends at once. */
const endBySecondSignal = Effect.acquireRelease(
  Effect.sync(() => {
    let heard = 0;
    const hear = () => void (++heard > 1 && process.exit(130));
    for (const signal of endings) process.on(signal, hear);
    return hear;
  }),
  (hear) =>
    Effect.sync(() => {
      for (const signal of endings) process.off(signal, hear);
    }),
);
