import { pictures, unspaced } from "./character_classes.ts";
import { sentenceEnd, sentenceStart } from "./vocabulary.ts";

/** Tokens that stand at the word before them: closing signs and the ends of contractions. */
const leftBound =
  /^(?:[.,:;!?%‰…)\]}»”’、。，！？；：）」』।॥؟،؛]+|n['’]t|['’](?:s|m|d|re|ve|ll))$/iu;

/** Tokens that the next word stands at: opening signs. */
const rightBound = /^[([{«“‘¿¡$£€¥#@（「『]+$/u;

/** Tokens without a space on either side: dashes and strokes. */
const bound = /^(?:-{2,}|[—–/\\])$/u;

/** Signs that open and close alike, in turn. */
const paired = /^["'*_`]$/u;

/** Signs of unspaced scripts and the full-width marks between them. */
const unspacedToken = new RegExp(`^[${unspaced}\\u3000-\\u303f\\uff00-\\uff65]`, "u");
const picture = new RegExp(`^[${pictures}]`, "u");

/**
 * Readable text from tokens. Characters are joined; words get spaces except around signs that stand
 * close, between the signs of unspaced scripts, and inside quotes, which open and close in turn. The start
 * of a sentence is left out and its end, if more follows, is a line break. An unknown token is written out.
 */
export function detokenize(words: readonly string[], kind: "word" | "char"): string {
  if (kind === "char") {
    const last = words.findLastIndex((word) => word !== sentenceEnd);
    return words.slice(0, last + 1).filter((word) => word !== sentenceStart)
      .map((word) => word === sentenceEnd ? "\n" : word).join("");
  }
  let text = "";
  let close = true; // the next word stands at what is there
  let last = "";
  const open = new Set<string>();
  for (const word of words) {
    if (word === sentenceStart) continue;
    if (word === sentenceEnd) {
      if (text !== "") last = "\n";
      open.clear();
      continue;
    }
    if (last === "\n") {
      text += "\n";
      close = true;
    }
    const closes = paired.test(word) && open.delete(word);
    const joined = close || closes || leftBound.test(word) || bound.test(word) ||
      (unspacedToken.test(word) && unspacedToken.test(last) && !picture.test(word));
    text += joined ? word : ` ${word}`;
    if (paired.test(word) && !closes) open.add(word);
    close = rightBound.test(word) || bound.test(word) || (paired.test(word) && !closes);
    last = word;
  }
  return text;
}
