/** The answer to a request for completions: one object, or events as the texts are written. */
import { randomUUID } from "node:crypto";
import { Cause, type Context, Effect, Exit, Queue, Stream } from "effect";
import { HttpServerResponse } from "effect/http";
import type { InputError, RunError } from "../../base/errors.ts";
import type { SharedBatch } from "../batch/shared_batch.ts";
import { describeFailure } from "../protocol/error_answer.ts";
import { prepareCompletion, type PreparedCompletion } from "./prepare_completion.ts";
import type { Choice, Completion, LogProbabilities, Usage } from "./schema.ts";
import { ServedModel } from "./served_model.ts";
import { writeCompletion } from "./write_completion.ts";

type Needs = ServedModel | SharedBatch;

/**
 * @param body the request's, without keys that are null
 * @param tell hears how many tokens were read and written
 */
export const answerCompletion = Effect.fnUntraced(function* (
  body: Readonly<Record<string, unknown>>,
  tell: (usage: Usage) => void,
): Effect.fn.Return<HttpServerResponse.HttpServerResponse, InputError | RunError, Needs> {
  const completion = yield* prepareCompletion(body);
  const { id: model } = yield* ServedModel;
  const created = Math.floor(Date.now() / 1000);
  const head = { id: `cmpl-${randomUUID()}`, object: "text_completion" as const, created, model };
  if (completion.request.stream) return yield* streamed(completion, head, tell);
  const choices: Choice[] = [];
  const usage = yield* writeCompletion(completion, (gained) => {
    choices[gained.index] = joined(choices[gained.index], gained);
  });
  tell(usage);
  return HttpServerResponse.jsonUnsafe({ ...head, choices, usage } satisfies Completion);
});

const joined = (before: Choice | undefined, gained: Choice): Choice =>
  before === undefined ? gained : {
    ...gained,
    text: before.text + gained.text,
    logprobs: gained.logprobs === null || before.logprobs === null
      ? null
      : joinedLists(before.logprobs, gained.logprobs),
  };

const joinedLists = (before: LogProbabilities, gained: LogProbabilities): LogProbabilities => ({
  tokens: [...before.tokens, ...gained.tokens],
  token_logprobs: [...before.token_logprobs, ...gained.token_logprobs],
  top_logprobs: gained.top_logprobs === null || before.top_logprobs === null
    ? null
    : [...before.top_logprobs, ...gained.top_logprobs],
  text_offset: [...before.text_offset, ...gained.text_offset],
});

const eventText = (event: unknown): string => `data: ${JSON.stringify(event)}\n\n`;

/** Events of what the choices gain; the texts are written only as long as somebody listens. */
const streamed = (
  completion: PreparedCompletion,
  head: Pick<Completion, "id" | "object" | "created" | "model">,
  tell: (usage: Usage) => void,
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, Needs> =>
  Effect.contextWith((context: Context.Context<Needs>) => {
    const wantsUsage = completion.request.stream_options.include_usage;
    const chunk = (choices: readonly Choice[], usage: Usage | null = null): Completion => ({
      ...head,
      choices,
      ...(wantsUsage ? { usage } : {}),
    });
    const events = Stream.callback<unknown>((queue) =>
      Effect.gen(function* () {
        const exit = yield* Effect.exit(
          writeCompletion(completion, (one) => void Queue.offerUnsafe(queue, chunk([one]))).pipe(
            Effect.provideContext(context),
          ),
        );
        if (Exit.isSuccess(exit)) {
          tell(exit.value);
          if (wantsUsage) yield* Queue.offer(queue, chunk([], exit.value));
        } else {
          yield* Queue.offer(queue, describeFailure(Cause.squash(exit.cause)).body);
        }
        yield* Queue.end(queue);
      })
    );
    const text = events.pipe(
      // Those that wait side by side leave in one piece.
      Stream.mapArray((waiting) => [waiting.map(eventText).join("")]),
      Stream.concat(Stream.make("data: [DONE]\n\n")),
      Stream.encodeText,
    );
    return Effect.succeed(HttpServerResponse.stream(text, {
      contentType: "text/event-stream",
      headers: { "cache-control": "no-cache" },
    }));
  });
