import { wholeText } from "../corpus/documents.ts";
import { assemblePart } from "./assemble_part.ts";
import { isCharacterStream, type Preparation } from "../tokenizer/preparation.ts";
import { symbolIds } from "../tokenizer/symbol_ids.ts";
import { textCollector } from "../tokenizer/text_collector.ts";
import type { Vocabulary } from "../tokenizer/vocabulary.ts";

/** A prompt as token ids. */
export interface EncodedPrompt {
  /** All of it. Never empty: an empty prompt is what a text begins with. */
  readonly ids: readonly number[];
  /** Where in `ids` begins what the model reads: training starts afresh at each sentence. */
  readonly from: number;
  /**
   * Words or characters of the prompt that the vocabulary lacks, each once; they became the unknown
   * token.
   */
  readonly unknown: readonly string[];
  /** Sentences of signs alone, which are left out as in training. */
  readonly dropped: number;
  /** Whether its last sentence is whole, so that what follows is a new one. */
  readonly finished: boolean;
}

/**
 * Stands for the text that will follow a prompt: a separate word after anything, and unlike a small
 * letter it does not join two sentences. It is removed again.
 */
const following = "\u5b57";

/**
 * The tokens that a model reads before it continues a prompt, prepared like its corpus.
 *
 * Sentences: those of the prompt, each between start and end. The last one is open, and the only
 * one that the model reads. After a full stop and a space, that is the start of a new one. A stream
 * of words: an end token and the prompt's sentences with an end between them, the last one open. A
 * stream of characters: the prompt, or a line break (the most frequent character where there is
 * none) for an empty one. Where lines are documents, line breaks divide the prompt too.
 */
export function encodePrompt(
  prompt: string,
  vocabulary: Vocabulary,
  preparation: Preparation,
): EncodedPrompt {
  const encoded = encodeBefore(following, prompt, vocabulary, preparation);
  const finished = preparation.layout.kind === "sentences" &&
    [encoded, encodeBefore(` ${following}`, prompt, vocabulary, preparation)]
      .some(({ ids, from }) => from > 0 && from === ids.length - 1);
  return { ...encoded, finished };
}

function encodeBefore(
  more: string,
  prompt: string,
  vocabulary: Vocabulary,
  preparation: Preparation,
): Omit<EncodedPrompt, "finished"> {
  const { layout } = preparation;
  const collector = textCollector(preparation, undefined);
  wholeText(prompt + more, preparation.format).forEach(collector.add);
  const text = collector.finish();
  const units = { ...text, parts: new Int32Array(text.parts.length) };
  const known = symbolIds(text.symbols, vocabulary);
  const open = layout.kind === "sentences" ? { ...layout, maxLength: "none" as const } : layout;
  const { part } = assemblePart(units, "train", known, vocabulary, open);

  // What follows is the last token, before the end of its sentence.
  const endless = isCharacterStream(preparation) ? 1 : 2;
  const read = [...part.tokens.subarray(0, part.tokens.length - endless)];
  const closed = text.tokens.length - (layout.kind === "contiguous" ? endless : 1);
  const unknown = new Set<string>();
  for (const symbol of text.tokens.subarray(0, closed)) {
    if (known[symbol] === vocabulary.unknown) unknown.add(text.symbols[symbol] ?? "");
  }
  const ids = layout.kind === "sentences"
    ? read
    : isCharacterStream(preparation)
    ? read.length > 0 ? read : [vocabulary.ids.get("\n") ?? firstKnown(vocabulary)]
    : [vocabulary.end ?? vocabulary.unknown, ...read];
  const from = layout.kind === "sentences" ? part.offsets.at(-2) ?? 0 : 0;
  return { ids, from, unknown: [...unknown], dropped: text.dropped };
}

/** The most frequent token that is no special one; the unknown token in an empty vocabulary. */
function firstKnown(vocabulary: Vocabulary): number {
  const special = [vocabulary.start, vocabulary.end, vocabulary.unknown];
  const id = vocabulary.words.findIndex((_, id) => !special.includes(id));
  return id < 0 ? vocabulary.unknown : id;
}
