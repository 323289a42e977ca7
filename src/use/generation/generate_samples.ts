/** Samples as texts: what a model writes after a prompt that it has read. */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { makeSampler } from "../sampling/sampler.ts";
import { checkSampling, type WrongSampling } from "../sampling/check_sampling.ts";
import type { Sampling } from "../sampling/sampling.ts";
import { drawSamples } from "./draw_samples.ts";
import type { GenerationOptions } from "./generation_options.ts";
import type { OpenedModel } from "./open_model.ts";
import { type GrowingSample, growingSample, type Prompt, type Sample } from "./growing_sample.ts";
import { sentenceStart } from "./sentence_start.ts";

export interface Listener {
  /** Hears what the text of a sample (from 1) gains; returns whether to go on. */
  readonly gain?: (sample: number, text: string) => boolean;
  /** Hears of a finished sample, one after the other by their numbers; returns whether to go on. */
  readonly end?: (sample: Sample) => boolean;
  /** Whether the tokens of a sample are wanted too; false if absent. */
  readonly wantsTokens?: boolean;
}

/**
 * Draws samples after what the model's last row has read, a prompt and its tokens.
 *
 * @param first number of the first sample, from 0: its random numbers are those of that sample
 */
export const generateSamples = (
  model: OpenedModel,
  prompt: Prompt,
  options: GenerationOptions,
  listener: Listener,
  first = 0,
): Effect.Effect<void, WrongSampling | RunError> =>
  Effect.gen(function* () {
    const { vocabulary, inference, preparation } = model;
    const { words, unknown, start, end } = vocabulary;
    const banned = new Set([unknown, start].filter((id) => id !== undefined));
    const sampling: Sampling = { ...options, banned };
    const mistake = checkSampling(sampling, words.length);
    if (mistake !== undefined) return yield* mistake;
    const { draw, logProbability } = makeSampler(sampling, words.length, options.seed);
    const growing = new Map<number, GrowingSample>();
    const grow = (sample: number): GrowingSample => {
      const one = growing.get(sample) ?? growingSample(model, prompt, options);
      growing.set(sample, one);
      return one;
    };
    let listening = true;
    const hear = (answer: boolean | undefined) => listening &&= answer ?? true;
    const inOrder = ordered((sample: Sample) => hear(listener.end?.(sample)));
    yield* drawSamples(inference, {
      samples: options.samples,
      draw: (logits, position, sample) => draw(logits, position, sample + first),
      sentence: { end, start: sentenceStart(vocabulary, preparation) },
      take: (sample, token, logits) => {
        if (!listening) return false;
        const one = grow(sample);
        if (listener.wantsTokens) one.note(words[token]!, logProbability(logits, token));
        const { shown } = one.push(token);
        if (shown !== "") hear(listener.gain?.(sample + 1, shown));
        if (!one.isOver()) return listening;
        growing.delete(sample);
        inOrder(sample, { sample: sample + 1, ...one.result() });
        return false;
      },
    });
  });

/** Hands things on by their numbers from 0, whatever order they come in. */
const ordered = <A>(give: (thing: A) => void): (number: number, thing: A) => void => {
  const waiting = new Map<number, A>();
  let next = 0;
  return (number, thing) => {
    waiting.set(number, thing);
    for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
      waiting.delete(next++);
      give(ready);
    }
  };
};
