/** What a page asks of its model: each answer as a promise, with what was said on the way. */
import { Cause, Effect, Exit, Logger } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import { generateSamples } from "../generation/generate_samples.ts";
import { generationDefaults, type GenerationOptions } from "../generation/generation_options.ts";
import { growingSample } from "../generation/growing_sample.ts";
import type { OpenedModel } from "../generation/open_model.ts";
import { readPrompt } from "../generation/read_prompt.ts";
import { makeCandidates } from "../sampling/candidates.ts";
import { logSumExp } from "../sampling/log_sum_exp.ts";
import { likeliest } from "./likeliest.ts";
import { type MeasuredToken, measureText } from "./measure_text.ts";
import { pageRows } from "./page_model.ts";
import { shownText } from "./shown_text.ts";
import { tokenNames } from "./token_name.ts";

/** An answer, or why there is none; `notes` are messages, such as of unknown words. */
export type Answer<A> =
  & { readonly notes: readonly string[] }
  & (
    | { readonly kind: "answer"; readonly value: A }
    | { readonly kind: "mistake"; readonly message: string }
  );

/** What the text would gain by a token that may come next. */
export interface NextToken {
  readonly name: string;
  /** A line break for the end of a sentence; empty for a part of a character. */
  readonly gains: string;
  readonly probability: number;
}

export type WriteOptions = Omit<GenerationOptions, "samples" | "stop">;

export interface PageSession {
  /** The likeliest tokens after a text. */
  readonly next: (text: string) => Promise<Answer<readonly NextToken[]>>;
  /** Goes on with a text as `generate` does; `gain` hears what it gains and answers whether to go on. */
  readonly write: (
    text: string,
    options: WriteOptions,
    gain: (text: string) => boolean,
  ) => Promise<Answer<{ readonly tokens: number; readonly seconds: number }>>;
  readonly measure: (text: string) => Promise<Answer<ReadonlyArray<readonly MeasuredToken[]>>>;
}

export const pageSession = (model: OpenedModel): PageSession => {
  const { inference, vocabulary: { words, unknown, start, end } } = model;
  const nameOf = tokenNames(model);
  const room = makeCandidates(words.length, new Set());
  const banned = new Set([unknown, start].filter((id) => id !== undefined));
  return {
    next: (text) =>
      answer(Effect.map(readPrompt(model, text), ({ ids }) => {
        const logits = inference.logits(pageRows.prompt);
        return likeliest(logits, logSumExp(logits, room), banned).map(({ token, probability }) => {
          if (token === end) return { name: nameOf(token), gains: "\n", probability };
          const gains = growingSample(model, { text, ids }, generationDefaults).push(token).added;
          return { name: gains === "" ? nameOf(token) : shownText(gains), gains, probability };
        });
      })),
    write: (text, options, gain) =>
      answer(Effect.gen(function* () {
        const { ids } = yield* readPrompt(model, text);
        const begun = performance.now();
        let tokens = 0;
        const all = { ...generationDefaults, ...options };
        yield* generateSamples(model, { text, ids }, all, {
          gain: (_, gained) => gain(gained),
          end: (sample) => (tokens = sample.tokens) > 0,
        });
        return { tokens, seconds: (performance.now() - begun) / 1000 };
      })),
    measure: (text) => answer(measureText(model, text)),
  };
};

const answer = async <A>(
  asked: Effect.Effect<A, InputError | RunError>,
): Promise<Answer<A>> => {
  const notes: string[] = [];
  const logger = Logger.make(({ message }) => void notes.push(String(message)));
  const exit = await Effect.runPromiseExit(Effect.provide(asked, Logger.layer([logger])));
  return Exit.isSuccess(exit)
    ? { kind: "answer", value: exit.value, notes }
    : { kind: "mistake", message: messageOf(Cause.squash(exit.cause)), notes };
};

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);
