/** A sample as it grows from token to token. */
import { detokenizer } from "../../text/tokenizer/detokenize.ts";
import { kindOf } from "../../text/tokenizer/preparation.ts";
import type { GenerationOptions } from "./generation_options.ts";
import type { OpenedModel } from "./open_model.ts";
import { stopFilter } from "./stop_filter.ts";

/** A prompt as the user wrote it, and its tokens. */
export interface Prompt {
  readonly text: string;
  readonly ids: readonly number[];
}

/** A token that was drawn, and what the model gave it. */
export interface DrawnToken {
  readonly token: string;
  /** Natural logarithm of its probability among all tokens, whatever the temperature. */
  readonly logProbability: number;
}

/** A finished sample. */
export interface Sample {
  /** From 1. */
  readonly sample: number;
  /** The prompt, as it was given, and what follows. */
  readonly text: string;
  /** How many were drawn, those of the stop text too. */
  readonly tokens: number;
  /** Each of them; empty unless they are asked for. */
  readonly perToken: readonly DrawnToken[];
  readonly ended: "length" | "stop";
}

/** What a token brings. */
export interface Gain {
  /** What it adds to the text. */
  readonly added: string;
  /** What can be shown now: no more than may not be part of a stop text, and what waited before. */
  readonly shown: string;
}

export interface GrowingSample {
  readonly push: (token: number) => Gain;
  /** Keeps a token for the result. */
  readonly note: (token: string, logProbability: number) => void;
  readonly isOver: () => boolean;
  /** Once it is over. */
  readonly result: () => Omit<Sample, "sample">;
}

/**
 * A text that follows a prompt, which is shown as the user wrote it. Between it and the first word
 * stands a space, or after a whole sentence a line break, unless white space ends the prompt.
 */
export function growingSample(
  { vocabulary: { words }, preparation }: OpenedModel,
  prompt: Prompt,
  { tokens: most, stop }: Pick<GenerationOptions, "tokens" | "stop">,
): GrowingSample {
  const kind = kindOf(preparation);
  const spell = detokenizer(kind);
  for (const id of prompt.ids) spell(words[id]!);
  let isSpaced = !kind.isStream && /(^|\s)$/.test(prompt.text);
  const filter = stopFilter(stop);
  const perToken: DrawnToken[] = [];
  let text = prompt.text;
  let count = 0;
  const isOver = () => count >= most || filter.stopped();
  const spelled = (token: number): string => {
    const added = spell(words[token]!);
    if (added === "" || !isSpaced) return added;
    isSpaced = false;
    return added.replace(/^[ \n]/, "");
  };
  return {
    push: (token) => {
      count++;
      const added = spelled(token);
      const ready = filter.push(added);
      const shown = isOver() ? ready + filter.rest() : ready;
      text += shown;
      return { added, shown };
    },
    note: (token, logProbability) => perToken.push({ token, logProbability }),
    isOver,
    result: () => ({
      text,
      tokens: count,
      perToken,
      ended: filter.stopped() ? "stop" : "length",
    }),
  };
}
