import { candidates, longestBeginning } from "./candidates.ts";
import { beginsItem, endsSentence, endsUnspaced, lookahead } from "./ends_sentence.ts";
import { cutOf, longestSentence, type SentenceSplitter, tidy } from "./sentence_splitter.ts";

/**
 * Sentences end at `.`, `!`, `?` and their kin followed by a space and anything but a small letter,
 * at the marks of other scripts, and at empty lines; a line break alone is a space. Not at the
 * periods of titles (`Mr.`), initials (`J. Smith`) and numbered things (`No. 5`); after other
 * abbreviations (`etc.`, `U.S.`) only before a word that often starts a sentence. In a text without
 * capitals a small letter may follow. Sentences come with single spaces and none around them, never
 * empty, and the same however the text was cut into pieces.
 */
export function ruleSplitter(): SentenceSplitter {
  let buffer = ""; // starts with the sentence that has not ended
  let scanned = 0; // no end lies before this

  const advance = (final: boolean): string[] => {
    const sentences: string[] = [];
    const emit = (from: number, to: number) => {
      const sentence = tidy(buffer.slice(from, to));
      if (sentence !== "") sentences.push(sentence);
    };
    let start = 0;
    for (;;) {
      candidates.lastIndex = scanned;
      const match = candidates.exec(buffer);
      const at = match?.index ?? buffer.length;
      const end = match === null ? buffer.length : at + match[0].length;
      if (end > start + longestSentence && buffer.length >= start + longestSentence + lookahead) {
        const cut = cutOf(buffer, start);
        emit(start, cut);
        start = cut;
        scanned = Math.max(scanned, at - longestBeginning, cut);
        continue;
      }
      if (match === null || (!final && end + lookahead > buffer.length)) {
        // What ends the text so far may be the beginning of a candidate, even before a match.
        scanned = Math.max(scanned, at - longestBeginning);
        break;
      }
      scanned = end;
      if (isEnd(buffer, start, match)) {
        emit(start, end);
        start = end;
      }
    }
    if (final) emit(start, buffer.length);
    buffer = final ? "" : buffer.slice(start);
    scanned = final ? 0 : scanned - start;
    return sentences;
  };

  return {
    push: (text) => {
      buffer += text;
      return advance(false);
    },
    end: (text = "") => {
      buffer += text;
      return advance(true);
    },
  };
}

/** Whether the sentence that begins at `start` ends with a match of {@link candidates}. */
function isEnd(text: string, start: number, match: RegExpExecArray): boolean {
  const { own, mark, item } = match.groups ?? {};
  const place = { start, at: match.index, end: match.index + match[0].length };
  if (own !== undefined) return endsUnspaced(text, { ...place, mark: own });
  if (mark !== undefined) return endsSentence(text, { ...place, mark });
  return item === undefined || beginsItem(text, start, item);
}

/** The sentences of a whole text. */
export function splitSentences(text: string): string[] {
  return ruleSplitter().end(text);
}
