import { Effect } from "effect";
import { HttpServerResponse } from "effect/http";
import type { InputError, RunError } from "../../base/errors.ts";
import { limits } from "../protocol/limits.ts";
import { decodeBody } from "../protocol/read_body.ts";
import { TookTooLong, UnknownModel } from "../protocol/refusal.ts";
import { ScoreRequest, type Scores } from "./schema.ts";
import { Scorer } from "./scorer.ts";

/**
 * @param body the request's, without keys that are null
 * @param served what clients call the model
 */
export const answerScores = Effect.fnUntraced(function* (
  body: Readonly<Record<string, unknown>>,
  served: string,
): Effect.fn.Return<HttpServerResponse.HttpServerResponse, InputError | RunError, Scorer> {
  const { model, lines, base, tokens } = yield* decodeBody(ScoreRequest, body);
  if (model !== undefined && model !== served) return yield* new UnknownModel({ model, served });
  const { score } = yield* Scorer;
  const all = typeof lines === "string" ? [lines] : lines;
  const scores = yield* score(all, { base, tokens }).pipe(
    Effect.timeoutOrElse({
      duration: `${limits.seconds} seconds`,
      orElse: () => Effect.fail(new TookTooLong()),
    }),
  );
  return HttpServerResponse.jsonUnsafe({ model: served, scores } satisfies Scores);
});
