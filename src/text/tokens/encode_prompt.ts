import { wholeText } from "../corpus/documents.ts";
import { assemblePart } from "./assemble_part.ts";
import { encodeUnits } from "../tokenizer/encode_units.ts";
import { isTokenStream, kindOf, type Preparation } from "../tokenizer/preparation.ts";
import { type CollectedText, textCollector } from "../tokenizer/text_collector.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { beforeSentences, lineBreakToken } from "./before_text.ts";

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
 * letter it does not join two sentences. It is left out again.
 */
const following = "\u5b57";

/**
 * The tokens that a model reads before it continues a prompt, prepared like its corpus.
 *
 * Sentences: those of the prompt, each between start and end. The last one is open, and the only
 * one that the model reads. After a full stop and a space, that is the start of a new one.
 * Contiguous words: an end token and the prompt's sentences with an end between them, the last one
 * open. A stream: the prompt, or a line break (the most frequent token where there is none) for an
 * empty one. Where lines are documents, line breaks divide the prompt too.
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
  const documents = wholeText(prompt + more, preparation.format);
  documents.slice(0, -1).forEach(collector.add);
  collector.addOpen(documents.at(-1)!, more);
  const text = withOpenEnd(collector.finish(), prompt, vocabulary, preparation);
  const whole = { ...text, parts: new Int32Array(text.parts.length) };
  const units = encodeUnits(whole, text.symbols, vocabulary, kindOf(preparation));
  const open = layout.kind === "sentences" ? { ...layout, maxLength: "none" as const } : layout;
  const { part } = assemblePart(units, "train", vocabulary, open);
  const kind = kindOf(preparation);
  const unknown = unknownSymbols(text, units.tokens, vocabulary)
    .map((symbol) => kind.speller()(symbol, true));
  const dropped = text.dropped;
  if (layout.kind === "sentences") {
    // The last sentence has no end yet.
    return { ids: [...part.tokens.subarray(0, -1)], from: part.offsets.at(-2)!, unknown, dropped };
  }
  const ids = [...part.tokens];
  if (!isTokenStream(preparation)) ids.unshift(beforeSentences(vocabulary));
  else if (ids.length === 0) ids.push(beforeStream(vocabulary, preparation));
  return { ids, from: 0, unknown, dropped };
}

/**
 * A prompt's text whose last symbol has the commonest of the forms that it may have when the text
 * goes on: vocabularies begin with what is most frequent.
 */
function withOpenEnd(
  text: CollectedText,
  prompt: string,
  { ids }: Vocabulary,
  preparation: Preparation,
): CollectedText {
  const last = text.tokens.at(-1);
  const isOpen = (text.ends.at(-1) ?? 0) > (text.ends.at(-2) ?? 0);
  if (last === undefined || !isOpen || /\s$/.test(prompt)) return text;
  const forms = kindOf(preparation).openForms?.(text.symbols[last]!) ?? [];
  const [form] = forms.filter((form) => ids.has(form)).sort((a, b) => ids.get(a)! - ids.get(b)!);
  if (form === undefined) return text;
  const tokens = text.tokens.slice();
  tokens[tokens.length - 1] = text.symbols.length;
  return { ...text, tokens, symbols: [...text.symbols, form] };
}

/** The symbols that the vocabulary lacks, each once. */
function unknownSymbols(
  { tokens, symbols }: Pick<CollectedText, "tokens" | "symbols">,
  ids: Int32Array,
  { unknown }: Vocabulary,
): readonly string[] {
  const found = new Set<string>();
  if (unknown !== undefined) {
    tokens.forEach((symbol, i) => {
      if (ids[i] === unknown) found.add(symbols[symbol] ?? "");
    });
  }
  return [...found];
}

/** What an empty stream is taken to follow: a line break, or else the most frequent token. */
function beforeStream(vocabulary: Vocabulary, preparation: Preparation): number {
  const lineBreak = lineBreakToken(vocabulary, preparation);
  if (lineBreak !== undefined) return lineBreak;
  const special = [vocabulary.start, vocabulary.end, vocabulary.unknown];
  const id = vocabulary.words.findIndex((_, id) => !special.includes(id));
  return id < 0 ? vocabulary.unknown ?? 0 : id;
}
