/** A choice of a completion as it grows from token to token. */
import type { OpenedModel } from "../../use/generation/open_model.ts";
import { growingSample } from "../../use/generation/growing_sample.ts";
import { logSumExp } from "../../use/sampling/log_sum_exp.ts";
import type { SamplerRoom } from "../../use/sampling/sampler.ts";
import type { PreparedCompletion, PreparedPrompt } from "./prepare_completion.ts";
import type { Choice } from "./schema.ts";
import { codePoints, likeliestOf, listed, type LoggedToken } from "./token_log.ts";

type Logits = Float32Array | Float64Array;

/** What a token is given by its logits. */
export type LogToken = (
  token: number,
  logits: Logits,
) => Pick<LoggedToken, "token" | "logProbability" | "likeliest">;

/** @param count how many of the likeliest tokens are asked for */
export const logToken = (words: readonly string[], count: number, room: SamplerRoom): LogToken =>
(
  token,
  logits,
) => {
  const sum = logSumExp(logits, room.all);
  const logProbability = logits[token]! - sum;
  const likeliest = count === 0 ? null : {
    ...likeliestOf(logits, sum, count, words),
    [words[token]!]: logProbability,
  };
  return { token: words[token]!, logProbability, likeliest };
};

export interface GrowingChoice {
  /** What stands before the first token: the prompt, if it is echoed. */
  readonly begin: () => Choice;
  /** Takes a token; returns what the choice gains by it, undefined for nothing yet. */
  readonly push: (token: number, logits: Logits) => Choice | undefined;
  readonly isOver: () => boolean;
}

/**
 * @param echoed tokens of the prompt, if they are wanted
 * @param log undefined if log-probabilities are not asked for
 */
export const growingChoice = (
  model: OpenedModel,
  { request, stop }: PreparedCompletion,
  prompt: PreparedPrompt,
  index: number,
  echoed: readonly LoggedToken[],
  log: LogToken | undefined,
): GrowingChoice => {
  const sample = growingSample(model, prompt, { tokens: request.max_tokens, stop });
  const before = request.echo ? prompt.text : "";
  let written = codePoints(before);
  let shown = written;
  let waiting: LoggedToken[] = [];
  const logged = (tokens: readonly LoggedToken[]) =>
    log === undefined ? null : listed(tokens, request.logprobs ?? 0);
  /** Tokens whose text is shown: all of it, or at the end as much as there is. */
  const ready = (): readonly LoggedToken[] => {
    const isShown = sample.isOver()
      ? ({ from, to }: LoggedToken) => to <= shown || from < shown
      : ({ to }: LoggedToken) => to <= shown;
    const first = waiting.findIndex((token) => !isShown(token));
    const tokens = waiting.splice(0, first < 0 ? waiting.length : first);
    if (sample.isOver()) waiting = [];
    return tokens;
  };
  return {
    begin: () => ({
      index,
      text: before,
      logprobs: logged(echoed),
      finish_reason: request.max_tokens === 0 ? "length" : null,
    }),
    push: (token, logits) => {
      const gain = sample.push(token);
      const from = written;
      written += codePoints(gain.added);
      if (log !== undefined) waiting.push({ ...log(token, logits), from, to: written });
      shown += codePoints(gain.shown);
      const tokens = ready();
      if (gain.shown === "" && tokens.length === 0 && !sample.isOver()) return undefined;
      const finish_reason = sample.isOver() ? sample.result().ended : null;
      return { index, text: gain.shown, logprobs: logged(tokens), finish_reason };
    },
    isOver: sample.isOver,
  };
};
