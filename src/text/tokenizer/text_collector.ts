import type { Document } from "../corpus/document.ts";
import type { PartName } from "../sources/part_name.ts";
import { byteList, intList, shortList } from "./number_list.ts";
import { isTokenStream, keepsBytes, kindOf, type Preparation } from "./preparation.ts";
import { hasWord } from "../kinds/has_word.ts";
import { partOf, type Shares } from "./split.ts";
import { splitterOf } from "./splitter_of.ts";
import { endSymbol, symbolTable } from "./symbol_table.ts";

/** The parts by their numbers in {@link CollectedText}. */
export const partNames: readonly PartName[] = ["train", "valid", "test"];

/** A text as symbols, before it has a vocabulary. A unit is a sentence, or a piece of a stream. */
export interface CollectedText {
  readonly symbols: readonly string[];
  readonly tokens: Int32Array;
  /** Code points that each token stands for, white space before it included; 255 for more. */
  readonly characters: Uint8Array;
  /** UTF-8 bytes of the same. */
  readonly bytes: Uint16Array;
  /** End of each unit in `tokens`, and its part (−1: its place decides). */
  readonly ends: Int32Array;
  readonly parts: Int32Array;
  readonly documents: number;
  /** Numbers of sentences that are read, and of those of signs alone that are left out. */
  readonly sentences: number;
  readonly dropped: number;
}

export interface TextCollector {
  readonly add: (document: Document) => void;
  /**
   * Adds a document that goes on where it ends: it ends with `following`, which stands for what
   * will follow. That decides where sentences end, and is left out.
   */
  readonly addOpen: (document: Document, following: string) => void;
  /** Ends the text so far: what follows is not joined to it. Returns the number of units. */
  readonly endText: () => number;
  readonly finish: () => CollectedText;
}

/**
 * Takes the documents of a text, in order and in pieces of any size, and keeps their symbols.
 *
 * Sentences are kept without their start and end (those come with the rows); in a contiguous text
 * of words an end closes each sentence. A stream has the documents of a part one after the other,
 * by the rules of its {@link Preparation}.
 *
 * `shares` decide the part of a sentence that has none given; undefined puts every one in training.
 */
export function textCollector(
  preparation: Pick<Preparation, "sentences" | "tokenizer" | "layout" | "version">,
  shares: Shares | undefined,
): TextCollector {
  const { layout } = preparation;
  const table = symbolTable();
  const kind = kindOf(preparation);
  const isRead = kind.isRead ?? hasWord;
  const cutter = kind.cutter(table.numberOf);
  const splitter = splitterOf(preparation);
  const tokens = intList(), characters = byteList(), bytes = shortList();
  const ends = intList(), parts = intList();
  let documents = 0, sentences = 0, dropped = 0;
  let within = false; // a document that goes on

  const push = (symbol: number, codePoints: number, length: number) => {
    tokens.push(symbol);
    characters.push(Math.min(codePoints, 255));
    bytes.push(Math.min(length, 65535));
  };
  const endUnit = (part: PartName | undefined) => {
    ends.push(tokens.length());
    parts.push(part === undefined ? -1 : partNames.indexOf(part));
  };
  const stream = tokenStream(preparation, {
    cut: (text, part) => {
      cutter.cut(text, push);
      endUnit(part);
    },
    end: (part) => {
      const before = tokens.length();
      cutter.end(push);
      if (tokens.length() > before) endUnit(part);
    },
  });
  const addSentence = (sentence: string, given: PartName | undefined, isOpen = false) => {
    if (!isOpen && !isRead(sentence)) {
      if (sentence !== "") dropped++;
      return;
    }
    const before = tokens.length();
    cutter.cut(sentence, push);
    cutter.end(push);
    if (!isOpen && tokens.length() === before) {
      // Nothing but code points that are not seen, or an empty line, which contiguous text may keep.
      if (sentence !== "") dropped++;
      if (sentence !== "" || layout.kind !== "contiguous") return;
    }
    sentences++;
    if (layout.kind === "contiguous") {
      if (!isOpen) push(endSymbol, 1, 1);
      endUnit(given);
    } else {
      endUnit(given ?? (shares === undefined ? "train" : partOf(sentence, shares)));
    }
  };
  const addDocument = ({ text, continues, part }: Document, following: string) => {
    const found = continues ? splitter.push(text) : splitter.end(text);
    const last = following === "" ? undefined : found.pop()?.slice(0, -following.length);
    for (const sentence of found) addSentence(sentence, part);
    if (last !== undefined) addSentence(last, part, true);
  };
  const isStream = isTokenStream(preparation);
  const add = (document: Document, following: string) => {
    if (!within) documents++;
    if (!isStream) addDocument(document, following);
    else if (following === "") stream.add(document, !within);
    else {
      const text = document.text.slice(0, -following.length);
      stream.add({ ...document, text }, !within);
    }
    within = document.continues;
  };

  return {
    add: (document) => add(document, ""),
    addOpen: add,
    endText: () => {
      stream.end();
      return ends.length();
    },
    finish: () => {
      stream.end();
      return {
        symbols: table.symbols,
        tokens: tokens.finish(),
        characters: characters.finish(),
        bytes: bytes.finish(),
        ends: ends.finish(),
        parts: parts.finish(),
        documents,
        sentences,
        dropped,
      };
    },
  };
}

/** Takes the text of a stream. */
interface StreamCutter {
  readonly cut: (text: string, part: PartName | undefined) => void;
  /** The stream of a part ends. */
  readonly end: (part: PartName | undefined) => void;
}

/**
 * The text of documents as one stream for each part: line ends, and what joins two documents.
 */
function tokenStream(
  preparation: Pick<Preparation, "tokenizer" | "layout" | "version">,
  { cut, end }: StreamCutter,
): { readonly add: (document: Document, begins: boolean) => void; readonly end: () => void } {
  const { version } = preparation;
  const isRaw = keepsBytes(preparation);
  let before: PartName | undefined | "nothing" = "nothing"; // part of the document before
  let ended = false; // it ended with a line break
  let held = ""; // a CR that an LF may follow
  const endStream = () => {
    if (before !== "nothing") end(before);
    before = "nothing";
  };
  return {
    add: ({ text, continues, part }, begins) => {
      if (before !== part) endStream();
      if (begins) {
        if (before === part && !(version > 1 && ended)) cut("\n", part);
        ended = false;
      }
      before = part;
      if (isRaw) {
        if (text !== "") ended = text.endsWith("\n");
        return cut(text, part);
      }
      if (version === 1) return cut(text, part);
      const read = held + text;
      held = continues && read.endsWith("\r") ? "\r" : "";
      const stream = read.slice(0, read.length - held.length).replace(/\r\n?/g, "\n");
      if (stream !== "") ended = stream.endsWith("\n");
      cut(stream, part);
    },
    end: endStream,
  };
}
