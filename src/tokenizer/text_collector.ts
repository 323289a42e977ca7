import type { Document, PartName } from "../corpus/document.ts";
import { intList } from "./int_list.ts";
import type { Layout } from "./layout.ts";
import type { TokenizerConfig } from "./schema.ts";
import { sentenceSplitter } from "./sentence_splitter.ts";
import { partOf, type Shares } from "./split.ts";
import { endSymbol, symbolTable } from "./symbol_table.ts";
import { hasWord } from "./words.ts";

/** The parts by their numbers in {@link CollectedText}. */
export const partNames: readonly PartName[] = ["train", "valid", "test"];

/** A text as symbols, before it has a vocabulary. A unit is a sentence, or a piece of a stream of characters. */
export interface CollectedText {
  readonly symbols: readonly string[];
  readonly tokens: Int32Array;
  /** End of each unit in `tokens`, its code points, and its part (−1: its place decides). */
  readonly ends: Int32Array;
  readonly characters: Int32Array;
  readonly parts: Int32Array;
  readonly documents: number;
  /** Sentences that hold a word, and those that hold none and are left out. */
  readonly sentences: number;
  readonly dropped: number;
}

/**
 * Takes the documents of a text, in order and in pieces of any size, and keeps their symbols.
 *
 * Sentences are kept without their start and end (those come with the rows); in a contiguous text
 * of words an end closes each sentence, and in one of characters documents of a part are joined by
 * one line break and the characters are as they are. A sentence counts one character more than it
 * has, for the break after it.
 *
 * `shares` decide the part of a sentence that has none given; undefined puts every one in training.
 */
export function textCollector(
  tokenizer: TokenizerConfig,
  layout: Layout["kind"],
  shares: Shares | undefined,
): { readonly add: (document: Document) => void; readonly finish: () => CollectedText } {
  const table = symbolTable(tokenizer.lowercase);
  const splitter = sentenceSplitter();
  const tokens = intList(), ends = intList(), characters = intList(), parts = intList();
  const push = tokens.push;
  let documents = 0, sentences = 0, dropped = 0;
  let within = false; // a document that goes on
  let before: PartName | undefined | "nothing" = "nothing"; // part of the document before

  const endUnit = (count: number, part: PartName | undefined) => {
    ends.push(tokens.length());
    characters.push(count);
    parts.push(part === undefined ? -1 : partNames.indexOf(part));
  };
  const addCharacters = (text: string, part: PartName | undefined) => {
    const start = tokens.length();
    table.characters(text, push);
    endUnit(tokens.length() - start, part);
  };
  const addSentence = (sentence: string, given: PartName | undefined) => {
    if (!hasWord(sentence)) {
      dropped++;
      return;
    }
    sentences++;
    const start = tokens.length();
    if (tokenizer.kind === "char") table.characters(sentence, push);
    else table.words(sentence, push);
    const length = tokenizer.kind === "char" ? tokens.length() - start : codePoints(sentence);
    if (layout === "contiguous") {
      push(endSymbol);
      endUnit(length + 1, given);
    } else {
      endUnit(length + 1, given ?? (shares === undefined ? "train" : partOf(sentence, shares)));
    }
  };

  return {
    add: (document) => {
      if (!within) documents++;
      if (tokenizer.kind === "char" && layout === "contiguous") {
        if (!within && before === document.part) addCharacters("\n", document.part);
        addCharacters(document.text, document.part);
      } else {
        const { text, continues, part } = document;
        const found = continues ? splitter.push(text) : splitter.end(text);
        for (const sentence of found) addSentence(sentence, part);
      }
      before = document.part;
      within = document.continues;
    },
    finish: () => ({
      symbols: table.symbols,
      tokens: tokens.finish(),
      ends: ends.finish(),
      characters: characters.finish(),
      parts: parts.finish(),
      documents,
      sentences,
      dropped,
    }),
  };
}

function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) count--;
  }
  return count;
}
