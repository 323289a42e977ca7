/** Writes the texts of a completion, in the batch that all requests share. */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { detokenizer } from "../../text/tokenizer/detokenize.ts";
import { kindOf } from "../../text/tokenizer/preparation.ts";
import type { OpenedModel } from "../../use/generation/open_model.ts";
import { SharedBatch } from "../batch/shared_batch.ts";
import { limits } from "../protocol/limits.ts";
import { TookTooLong } from "../protocol/refusal.ts";
import { type GrowingChoice, growingChoice, logToken } from "./growing_choice.ts";
import type { PreparedCompletion, PreparedPrompt } from "./prepare_completion.ts";
import type { Choice, Usage } from "./schema.ts";
import { ServedModel } from "./served_model.ts";
import { type LoggedToken, placesOf } from "./token_log.ts";

/**
 * Hands on what each choice gains. Sample k of a prompt has the random numbers of sample k of
 * `generate`, whatever other prompts the request has.
 */
export const writeCompletion = (
  completion: PreparedCompletion,
  hear: (gained: Choice) => void,
): Effect.Effect<Usage, RunError | TookTooLong, ServedModel | SharedBatch> =>
  Effect.forEach(
    completion.prompts,
    (prompt, number) => writeAfter(completion, prompt, number, hear),
    { concurrency: "unbounded" },
  ).pipe(
    Effect.map((tokens) => {
      const prompt_tokens = completion.prompts.reduce((sum, { read }) => sum + read.length, 0);
      const completion_tokens = tokens.reduce((sum, count) => sum + count, 0);
      return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
    }),
    Effect.timeoutOrElse({
      duration: `${limits.seconds} seconds`,
      orElse: () => Effect.fail(new TookTooLong()),
    }),
  );

/** Where the tokens that the model reads stand in the prompt; it may read the last sentence only. */
const placesInPrompt = (
  { vocabulary: { words }, preparation }: OpenedModel,
  { text, ids, read }: PreparedPrompt,
) => {
  const spell = detokenizer(kindOf(preparation));
  return placesOf(text, ids.map((id) => spell(words[id]!))).slice(ids.length - read.length);
};

/** The texts that follow one prompt; returns how many tokens were drawn. */
const writeAfter = Effect.fnUntraced(function* (
  completion: PreparedCompletion,
  prompt: PreparedPrompt,
  number: number,
  hear: (gained: Choice) => void,
): Effect.fn.Return<number, RunError, ServedModel | SharedBatch> {
  const { model, room } = yield* ServedModel;
  const { write } = yield* SharedBatch;
  const { request: { n, logprobs, echo, max_tokens }, sampler } = completion;
  const { words } = model.vocabulary;
  const log = logprobs === undefined ? undefined : logToken(words, logprobs, room);
  const wantsEcho = echo && log !== undefined;
  const places = wantsEcho ? placesInPrompt(model, prompt) : [];
  const echoed: LoggedToken[] = [];
  const first = words[prompt.read[0]!]!;
  if (wantsEcho) {
    echoed.push({ token: first, logProbability: null, likeliest: null, ...places[0]! });
  }
  const choices: (GrowingChoice | undefined)[] = [];
  const begin = (sample: number): GrowingChoice => {
    const choice = growingChoice(model, completion, prompt, number * n + sample, echoed, log);
    if (echo || max_tokens === 0) hear(choice.begin());
    return choices[sample] = choice;
  };
  let drawn = 0;
  yield* write({
    prompt: prompt.read,
    ...(wantsEcho
      ? {
        hear: (token, logits) =>
          void echoed.push({ ...log(token, logits), ...places[echoed.length]! }),
      }
      : {}),
    samples: max_tokens === 0 ? 0 : n,
    draw: sampler.draw,
    take: (sample, token, logits) => {
      const choice = choices[sample] ?? begin(sample);
      drawn++;
      const gained = choice.push(token, logits);
      if (gained !== undefined) hear(gained);
      if (choice.isOver()) choices[sample] = undefined;
      return !choice.isOver();
    },
  });
  if (max_tokens === 0) { for (let sample = 0; sample < n; sample++) begin(sample); }
  return drawn;
});
