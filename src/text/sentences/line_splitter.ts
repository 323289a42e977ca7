import { cutOf, longestSentence, type SentenceSplitter, tidy } from "./sentence_splitter.ts";

/**
 * Each line of a document is a sentence, an empty one too; a line break at its very end starts no
 * further one. Sentences come with single spaces and none around them.
 */
export const lineSplitter = (): SentenceSplitter => splitterAt(/\r\n|\n|\r/g);

/** Each document is one sentence. */
export const documentSplitter = (): SentenceSplitter => splitterAt(/(?!)/g);

function splitterAt(ends: RegExp): SentenceSplitter {
  let buffer = ""; // starts with the sentence that has not ended
  let scanned = 0; // no end lies before this
  let begun = false; // something of the document was taken

  const advance = (final: boolean): string[] => {
    const sentences: string[] = [];
    let start = 0;
    for (;;) {
      ends.lastIndex = scanned;
      const match = ends.exec(buffer);
      const at = match?.index ?? buffer.length;
      if (at > start + longestSentence) {
        const cut = cutOf(buffer, start);
        sentences.push(tidy(buffer.slice(start, cut)));
        start = scanned = cut;
        continue;
      }
      const end = at + (match?.[0].length ?? 0);
      // An LF may follow a CR.
      if (match === null || (!final && end === buffer.length && match[0] === "\r")) {
        scanned = at;
        break;
      }
      sentences.push(tidy(buffer.slice(start, at)));
      start = scanned = end;
    }
    begun ||= buffer !== "";
    buffer = buffer.slice(start);
    scanned -= start;
    return sentences;
  };

  return {
    push: (text) => {
      buffer += text;
      return advance(false);
    },
    end: (text = "") => {
      buffer += text;
      const sentences = advance(true);
      if (buffer !== "" || !begun) sentences.push(tidy(buffer));
      buffer = "";
      scanned = 0;
      begun = false;
      return sentences;
    },
  };
}
