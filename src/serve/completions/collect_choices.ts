/** What choices gain, put together. */
import type { Choice, LogProbabilities } from "./schema.ts";

export interface CollectedChoices {
  readonly add: (gained: Choice) => void;
  /** One choice for all that each has gained since the last time, by their index. */
  readonly take: () => readonly Choice[];
}

/** Collects in place: a text of thousands of tokens is not copied for each of them. */
export const collectChoices = (): CollectedChoices => {
  const choices = new Map<number, Writable<Choice>>();
  return {
    add: (gained) => {
      const before = choices.get(gained.index);
      if (before === undefined) {
        const logprobs = gained.logprobs === null ? null : copied(gained.logprobs);
        choices.set(gained.index, { ...gained, logprobs });
        return;
      }
      before.text += gained.text;
      before.finish_reason = gained.finish_reason;
      if (before.logprobs !== null && gained.logprobs !== null) {
        append(before.logprobs, gained.logprobs);
      }
    },
    take: () => {
      const taken = [...choices.values()].sort((a, b) => a.index - b.index);
      choices.clear();
      return taken;
    },
  };
};

interface Lists {
  readonly tokens: string[];
  readonly token_logprobs: (number | null)[];
  readonly top_logprobs: (Readonly<Record<string, number>> | null)[] | null;
  readonly text_offset: number[];
}

type Writable<A extends Choice> =
  & { -readonly [K in Exclude<keyof A, "logprobs">]: A[K] }
  & { readonly logprobs: Lists | null };

const copied = (
  { tokens, token_logprobs, top_logprobs, text_offset }: LogProbabilities,
): Lists => ({
  tokens: [...tokens],
  token_logprobs: [...token_logprobs],
  top_logprobs: top_logprobs === null ? null : [...top_logprobs],
  text_offset: [...text_offset],
});

const append = (lists: Lists, gained: LogProbabilities): void => {
  pushAll(lists.tokens, gained.tokens);
  pushAll(lists.token_logprobs, gained.token_logprobs);
  if (lists.top_logprobs !== null) pushAll(lists.top_logprobs, gained.top_logprobs ?? []);
  pushAll(lists.text_offset, gained.text_offset);
};

/** However many there are: arguments of a call may be too many. */
const pushAll = <A>(list: A[], more: readonly A[]): void => {
  for (const one of more) list.push(one);
};
