/** What answers each endpoint of the API. */
import { Effect, Layer } from "effect";
import { HttpRouter, HttpServerResponse } from "effect/http";
import { HttpApiBuilder, HttpApiSwagger } from "effect/http-api";
import { Api, type Model, type Models } from "./api.ts";
import { answerCompletion } from "./completions/answer_completion.ts";
import { ServedModel } from "./completions/served_model.ts";
import { Places } from "./places.ts";
import { readObject } from "./protocol/read_body.ts";
import { UnknownModel } from "./protocol/refusal.ts";
import { RequestNote } from "./request_note.ts";
import { answerScores } from "./scores/answer_scores.ts";
import { counted } from "../base/terminal/format_number.ts";

const thisModel = Effect.map(
  ServedModel,
  ({ id, created }): Model => ({ id, object: "model", created, owned_by: "unroll" }),
);

const models = HttpApiBuilder.group(Api, "models", (handlers) =>
  handlers
    .handleRaw("list", () =>
      Effect.map(thisModel, (model) =>
        HttpServerResponse.jsonUnsafe({ object: "list", data: [model] } satisfies Models)))
    .handleRaw("retrieve", ({ params }) =>
      Effect.flatMap(thisModel, (model) =>
        params.model === model.id
          ? Effect.succeed(HttpServerResponse.jsonUnsafe(model))
          : Effect.die(new UnknownModel({ model: params.model, served: model.id })))));

/** The body of a request that has a place among those that are answered. */
const bodyInPlace = Effect.gen(function* () {
  const { read, take } = yield* Places;
  const body = yield* read(readObject);
  yield* take;
  return body;
});

const completions = HttpApiBuilder.group(
  Api,
  "completions",
  (handlers) =>
    handlers.handleRaw("create", () =>
      Effect.gen(function* () {
        const { note } = yield* RequestNote;
        return yield* answerCompletion(
          yield* bodyInPlace,
          ({ prompt_tokens, completion_tokens }) =>
            note(`${counted(prompt_tokens, "token")} read, ${completion_tokens} written`),
        );
      }).pipe(Effect.orDie)),
);

const scores = HttpApiBuilder.group(
  Api,
  "scores",
  (handlers) =>
    handlers.handleRaw("create", () =>
      Effect.gen(function* () {
        const { id } = yield* ServedModel;
        return yield* answerScores(yield* bodyInPlace, id);
      }).pipe(Effect.orDie)),
);

const start = HttpRouter.add("GET", "/", HttpServerResponse.redirect("/docs"));

/** All routes: the API, its OpenAPI document, and a page that shows it. */
export const routes = Layer.mergeAll(
  HttpApiBuilder.layer(Api, { openapiPath: "/openapi.json" }),
  HttpApiSwagger.layer(Api, { path: "/docs" }),
  start,
).pipe(Layer.provide([models, completions, scores]));
