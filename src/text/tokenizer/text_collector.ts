import type { Document } from "../corpus/document.ts";
import type { PartName } from "../sources/part_name.ts";
import { byteList, intList } from "./number_list.ts";
import { isCharacterStream, type Preparation } from "./preparation.ts";
import { sentenceSplitter } from "./sentence_splitter.ts";
import { partOf, type Shares } from "./split.ts";
import { endSymbol, symbolTable } from "./symbol_table.ts";
import { hasWord } from "./words.ts";

/** The parts by their numbers in {@link CollectedText}. */
export const partNames: readonly PartName[] = ["train", "valid", "test"];

/**
 * A text as symbols, before it has a vocabulary. A unit is a sentence, or a piece of a stream of
 * characters.
 */
export interface CollectedText {
  readonly symbols: readonly string[];
  readonly tokens: Int32Array;
  /** Code points that each token stands for, white space before it included; 255 for more. */
  readonly characters: Uint8Array;
  /** End of each unit in `tokens`, and its part (−1: its place decides). */
  readonly ends: Int32Array;
  readonly parts: Int32Array;
  readonly documents: number;
  /** Numbers of sentences that hold a word, and of those that hold none and are left out. */
  readonly sentences: number;
  readonly dropped: number;
}

export interface TextCollector {
  readonly add: (document: Document) => void;
  /** Units that have ended so far: between two calls, those of the documents in between. */
  readonly units: () => number;
  readonly finish: () => CollectedText;
}

/**
 * Takes the documents of a text, in order and in pieces of any size, and keeps their symbols.
 *
 * Sentences are kept without their start and end (those come with the rows); in a contiguous text
 * of words an end closes each sentence. A stream of characters has the documents of a part one
 * after the other, by the rules of its {@link Preparation}.
 *
 * `shares` decide the part of a sentence that has none given; undefined puts every one in training.
 */
export function textCollector(
  preparation: Pick<Preparation, "tokenizer" | "layout" | "version">,
  shares: Shares | undefined,
): TextCollector {
  const { tokenizer, layout } = preparation;
  const table = symbolTable(tokenizer.lowercase);
  const splitter = sentenceSplitter();
  const tokens = intList(), characters = byteList(), ends = intList(), parts = intList();
  let documents = 0, sentences = 0, dropped = 0;
  let within = false; // a document that goes on

  const push = (symbol: number, count: number) => {
    tokens.push(symbol);
    characters.push(Math.min(count, 255));
  };
  const endUnit = (part: PartName | undefined) => {
    ends.push(tokens.length());
    parts.push(part === undefined ? -1 : partNames.indexOf(part));
  };
  const addCharacters = characterStream(preparation, (text, part) => {
    table.characters(text, push);
    endUnit(part);
  });
  const addSentence = (sentence: string, given: PartName | undefined) => {
    if (!hasWord(sentence)) {
      dropped++;
      return;
    }
    sentences++;
    if (tokenizer.kind === "char") table.characters(sentence, push);
    else table.words(sentence, push);
    if (layout.kind === "contiguous") {
      push(endSymbol, 1);
      endUnit(given);
    } else {
      endUnit(given ?? (shares === undefined ? "train" : partOf(sentence, shares)));
    }
  };

  return {
    add: (document) => {
      if (!within) documents++;
      if (isCharacterStream(preparation)) addCharacters(document, !within);
      else {
        const { text, continues, part } = document;
        const found = continues ? splitter.push(text) : splitter.end(text);
        for (const sentence of found) addSentence(sentence, part);
      }
      within = document.continues;
    },
    units: ends.length,
    finish: () => ({
      symbols: table.symbols,
      tokens: tokens.finish(),
      characters: characters.finish(),
      ends: ends.finish(),
      parts: parts.finish(),
      documents,
      sentences,
      dropped,
    }),
  };
}

/**
 * Emits the text of documents as one stream for each part: line ends, and what joins two documents.
 */
function characterStream(
  { version }: Pick<Preparation, "version">,
  emit: (text: string, part: PartName | undefined) => void,
): (document: Document, begins: boolean) => void {
  let before: PartName | undefined | "nothing" = "nothing"; // part of the document before
  let ended = false; // it ended with a line break
  let held = ""; // a CR that an LF may follow
  return ({ text, continues, part }, begins) => {
    if (begins) {
      if (before === part && !(version > 1 && ended)) emit("\n", part);
      ended = false;
    }
    before = part;
    if (version === 1) return emit(text, part);
    const read = held + text;
    held = continues && read.endsWith("\r") ? "\r" : "";
    const stream = read.slice(0, read.length - held.length).replace(/\r\n?/g, "\n");
    if (stream !== "") ended = stream.endsWith("\n");
    emit(stream, part);
  };
}
