/** The server's API, from which its OpenAPI document is made. */
import { Schema } from "effect";
import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api";
import { version } from "../base/version.ts";
import { Completion, CompletionRequest } from "./completions/schema.ts";
import { ErrorBody } from "./protocol/error_answer.ts";
import { ScoreRequest, Scores } from "./scores/schema.ts";

export const Model = Schema.Struct({
  id: Schema.String,
  object: Schema.Literal("model"),
  created: Schema.Finite,
  owned_by: Schema.String,
});
export type Model = typeof Model.Type;

export const Models = Schema.Struct({
  object: Schema.Literal("list"),
  data: Schema.Array(Model),
});
export type Models = typeof Models.Type;

const errors = [400, 401, 403, 404, 408, 413, 429, 500, 503].map((status) =>
  ErrorBody.pipe(HttpApiSchema.status(status))
);

const said = (summary: string) => OpenApi.annotations({ summary });

const models = HttpApiGroup.make("models")
  .add(
    HttpApiEndpoint.get("list", "/v1/models", { success: Models, error: errors })
      .annotateMerge(said("The model that is served, as a list")),
  )
  .add(
    HttpApiEndpoint.get("retrieve", "/v1/models/:model", {
      params: { model: Schema.String },
      success: Model,
      error: errors,
    }).annotateMerge(said("The model, by its name")),
  );

const completions = HttpApiGroup.make("completions").add(
  HttpApiEndpoint.post("create", "/v1/completions", {
    payload: CompletionRequest,
    success: Completion,
    error: errors,
  }).annotateMerge(said("Texts that continue prompts")),
);

const scores = HttpApiGroup.make("scores").add(
  HttpApiEndpoint.post("create", "/score", {
    payload: ScoreRequest,
    success: Scores,
    error: errors,
  }).annotateMerge(said("Log-probabilities of lines")),
);

/** Clients may send the token; a server that has none asks for none. */
const optionalToken = (spec: Record<string, unknown>): Record<string, unknown> => ({
  ...spec,
  components: {
    ...spec["components"] as Record<string, unknown>,
    securitySchemes: { token: { type: "http", scheme: "bearer" } },
  },
  security: [{}, { token: [] }],
});

export const Api = HttpApi.make("unroll").add(models).add(completions).add(scores).annotateMerge(
  OpenApi.annotations({
    title: "Unroll",
    version,
    description: "A trained language model, asked as OpenAI's completions are.",
    transform: optionalToken,
  }),
);
