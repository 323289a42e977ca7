import { lowerCase } from "./character_classes.ts";
import type { Layout } from "./layout.ts";
import type { TokenizerConfig } from "./schema.ts";
import { splitSentences } from "./sentence_splitter.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { splitWords } from "./words.ts";

/** A prompt as token ids. */
export interface EncodedPrompt {
  /** Never empty: an empty prompt is what a text begins with. */
  readonly ids: readonly number[];
  /** Words or characters of the prompt that the vocabulary lacks, each once; they became the unknown token. */
  readonly unknown: readonly string[];
}

/**
 * The tokens that a model should have read before it goes on with a prompt.
 *
 * Sentences: the start token and the prompt as the beginning of one sentence. A stream of words: an
 * end token and the prompt's sentences with an end between them, the last one open. A stream of
 * characters: the prompt as it is, or a line break (the most frequent character where there is
 * none) for an empty one.
 */
export function encodePrompt(
  prompt: string,
  vocabulary: Vocabulary,
  tokenizer: TokenizerConfig,
  layout: Layout["kind"],
): EncodedPrompt {
  const unknown = new Set<string>();
  const idOf = (word: string) => {
    const id = vocabulary.ids.get(word);
    if (id === undefined) unknown.add(word);
    return id ?? vocabulary.unknown;
  };
  const words = (text: string) =>
    tokenizer.kind === "word"
      ? splitWords(text, tokenizer.lowercase)
      : Array.from(text, (c) => tokenizer.lowercase ? Array.from(lowerCase(c)) : [c]).flat();
  const ids: number[] = [];
  if (layout === "sentences") {
    ids.push(vocabulary.start ?? vocabulary.unknown);
    for (const word of words(prompt.replace(/\s+/gu, " ").trimStart())) ids.push(idOf(word));
  } else if (tokenizer.kind === "word") {
    const end = vocabulary.end ?? vocabulary.unknown;
    const sentences = splitSentences(prompt);
    for (const sentence of sentences) ids.push(end, ...words(sentence).map(idOf));
    if (sentences.length === 0) ids.push(end);
  } else {
    for (const character of words(prompt)) ids.push(idOf(character));
    if (ids.length === 0) ids.push(vocabulary.ids.get("\n") ?? firstKnown(vocabulary));
  }
  return { ids, unknown: [...unknown] };
}

/** The most frequent token that is no special one; the unknown token in an empty vocabulary. */
function firstKnown(vocabulary: Vocabulary): number {
  const special = [vocabulary.start, vocabulary.end, vocabulary.unknown];
  const id = vocabulary.words.findIndex((_, id) => !special.includes(id));
  return id < 0 ? vocabulary.unknown : id;
}
