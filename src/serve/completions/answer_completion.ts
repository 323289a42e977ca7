/** The answer to a request for completions: one object, or events as the texts are written. */
import { randomUUID } from "node:crypto";
import { Cause, type Context, Effect, Exit, Queue, Stream } from "effect";
import { HttpServerResponse } from "effect/http";
import type { InputError, RunError } from "../../base/errors.ts";
import type { SharedBatch } from "../batch/shared_batch.ts";
import { describeFailure } from "../protocol/error_answer.ts";
import { limits } from "../protocol/limits.ts";
import { collectChoices } from "./collect_choices.ts";
import { makeOutbox } from "./outbox.ts";
import { prepareCompletion, type PreparedCompletion } from "./prepare_completion.ts";
import type { Choice, Completion, Usage } from "./schema.ts";
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
  const { add, take } = collectChoices();
  const usage = yield* writeCompletion(completion, add);
  tell(usage);
  const choices = take();
  return HttpServerResponse.jsonUnsafe({ ...head, choices, usage } satisfies Completion);
});

/** Events that wait to be sent, once there is room for them. */
type Events = () => readonly unknown[];

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
    const outbox = makeOutbox(limits.waiting);
    const waiting: Events = () => outbox.take().map((one) => chunk([one]));
    const events = Stream.callback<Events>((queue) =>
      Effect.gen(function* () {
        const hear = (gained: Choice) => {
          if (outbox.isEmpty()) Queue.offerUnsafe(queue, waiting);
          outbox.add(gained);
        };
        const exit = yield* Effect.exit(
          writeCompletion(completion, hear).pipe(Effect.provideContext(context)),
        );
        if (Exit.isSuccess(exit)) {
          const usage = exit.value;
          tell(usage);
          if (wantsUsage) yield* Queue.offer(queue, () => [chunk([], usage)]);
        } else {
          const { body } = describeFailure(Cause.squash(exit.cause));
          yield* Queue.offer(queue, () => [body]);
        }
        yield* Queue.end(queue);
      })
    );
    const text = events.pipe(
      // Those that wait side by side leave in one piece.
      Stream.mapArray((parts) => [parts.flatMap((events) => events()).map(eventText).join("")]),
      Stream.concat(Stream.make("data: [DONE]\n\n")),
      Stream.encodeText,
    );
    return Effect.succeed(HttpServerResponse.stream(text, {
      contentType: "text/event-stream",
      headers: { "cache-control": "no-cache" },
    }));
  });
