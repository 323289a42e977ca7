/** A request for completions, checked and with its prompts as tokens. */
import { Effect } from "effect";
import type { InputError } from "../../base/errors.ts";
import { encodePrompt } from "../../text/tokens/encode_prompt.ts";
import { corpusFailure } from "../../text/sources/corpus_failure.ts";
import { makeSampler, type Sampler } from "../../use/sampling/sampler.ts";
import { checkSampling } from "../../use/sampling/check_sampling.ts";
import { formatCount } from "../../base/terminal/format_number.ts";
import { limits } from "../protocol/limits.ts";
import { decodeBody, mistaken } from "../protocol/read_body.ts";
import { LongPrompt, type MistakenBody, UnknownModel } from "../protocol/refusal.ts";
import { withoutOtherKeys } from "./other_keys.ts";
import { CompletionRequest } from "./schema.ts";
import { ServedModel } from "./served_model.ts";

export interface PreparedPrompt {
  readonly text: string;
  /** All of its tokens. */
  readonly ids: readonly number[];
  /** Those that the model reads. */
  readonly read: Int32Array;
}

export interface PreparedCompletion {
  readonly request: CompletionRequest;
  readonly prompts: readonly PreparedPrompt[];
  readonly stop: readonly string[];
  readonly sampler: Sampler;
}

/** @param body the request's, without keys that are null */
export const prepareCompletion = Effect.fnUntraced(function* (
  body: Readonly<Record<string, unknown>>,
): Effect.fn.Return<PreparedCompletion, InputError, ServedModel> {
  const { id, model, banned, room } = yield* ServedModel;
  const request = yield* decodeBody(CompletionRequest, yield* withoutOtherKeys(body));
  if (request.model !== undefined && request.model !== id) {
    return yield* new UnknownModel({ model: request.model, served: id });
  }
  const texts = typeof request.prompt === "string" ? [request.prompt] : request.prompt;
  const most = limits.texts;
  if (texts.length === 0) return yield* mistaken("prompt", "Expected at least one text");
  if (texts.length * request.n > most) {
    const got = `${texts.length} · ${request.n}`;
    return yield* mistaken("n", `Expected at most ${most} texts, prompts times n, got ${got}`);
  }
  const { temperature, top_p: topP, top_k: topK } = request;
  const sampling = { temperature, topP, topK, banned };
  const words = model.vocabulary.words.length;
  const mistake = checkSampling(sampling, words);
  if (mistake !== undefined) return yield* mistake;
  const seed = request.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!;
  const prompts: PreparedPrompt[] = [];
  for (const text of texts) prompts.push(yield* preparePrompt(text));
  yield* checkSize(request, prompts);
  return {
    request,
    prompts,
    stop: typeof request.stop === "string" ? [request.stop] : request.stop,
    sampler: makeSampler(sampling, words, seed, room),
  };
});

/** An answer is put together in memory, so it must not be too long. */
const checkSize = (
  { n, echo, logprobs, max_tokens }: CompletionRequest,
  prompts: readonly PreparedPrompt[],
): Effect.Effect<void, MistakenBody> => {
  const sum = (size: (prompt: PreparedPrompt) => number): number =>
    n * prompts.reduce((total, prompt) => total + size(prompt), 0);
  const echoed = echo ? sum(({ text }) => text.length) : 0;
  const logged = logprobs === undefined
    ? 0
    : sum(({ read }) => max_tokens + (echo ? read.length : 0));
  const most = (key: string, limit: number, what: string, got: number) =>
    mistaken(key, `Expected at most ${formatCount(limit)} ${what}, got ${formatCount(got)}`);
  if (echoed > limits.echoed) {
    return most("echo", limits.echoed, "characters of prompts, times n", echoed);
  }
  return logged > limits.logged
    ? most(
      "logprobs",
      limits.logged,
      "tokens (max_tokens, with echo the prompt's too, times n)",
      logged,
    )
    : Effect.void;
};

const preparePrompt = (
  text: string,
): Effect.Effect<PreparedPrompt, InputError, ServedModel> =>
  Effect.gen(function* () {
    yield* Effect.yieldNow;
    const { model: { vocabulary, preparation } } = yield* ServedModel;
    const { ids, from } = yield* Effect.try({
      try: () => encodePrompt(text, vocabulary, preparation),
      catch: corpusFailure("prompt"),
    });
    const read = Int32Array.from(ids.slice(from));
    if (read.length > limits.promptTokens) return yield* new LongPrompt({ tokens: read.length });
    return { text, ids, read };
  });
