import { pictures, unspaced } from "./character_classes.ts";
import { sentenceEnd, sentenceStart } from "./vocabulary.ts";

/** Tokens that attach to the word before them: closing signs and the ends of contractions. */
const leftBound =
  /^(?:[.,:;!?%‰…)\]}»”’、。，！？；：）」』।॥؟،؛]+|n['’]t|['’](?:s|m|d|re|ve|ll))$/iu;

/** Tokens that attach to the next word: opening signs. */
const rightBound = /^[([{«“‘¿¡$£€¥#@（「『]+$/u;

/** Tokens without a space on either side: dashes and strokes. */
const bound = /^(?:-{2,}|[—–/\\])$/u;

/** Signs that open and close alike, in turn. */
const paired = /^["'*_`]$/u;

/** Signs of unspaced scripts and the full-width marks between them. */
const unspacedToken = new RegExp(`^[${unspaced}\\u3000-\\u303f\\uff00-\\uff65]`, "u");
const picture = new RegExp(`^[${pictures}]`, "u");

/**
 * Writes tokens as readable text, one after another: each call returns what the token adds.
 * Characters are joined. Words are separated by spaces, except next to signs that attach, between
 * the signs of unspaced scripts, and inside quotes, which open and close in turn. The start of a
 * sentence adds nothing; its end adds a line break once more follows. An unknown token is written
 * out.
 */
export function detokenizer(kind: "word" | "char"): (token: string) => string {
  const spell = kind === "char" ? (character: string) => character : wordSpeller();
  let ends = 0; // of sentences, after which nothing has followed yet
  let begun = false;
  return (token) => {
    if (token === sentenceStart) return "";
    if (token === sentenceEnd) {
      if (begun || kind === "char") ends++;
      return "";
    }
    begun = true;
    const breaks = kind === "char" ? "\n".repeat(ends) : "\n".repeat(Math.min(ends, 1));
    ends = 0;
    return breaks + spell(token, breaks !== "");
  };
}

/** All of a text at once, see {@link detokenizer}. */
export function detokenize(tokens: readonly string[], kind: "word" | "char"): string {
  return tokens.map(detokenizer(kind)).join("");
}

/** Words with the space before them; `begins` says that a sentence does. */
function wordSpeller(): (word: string, begins: boolean) => string {
  let close = true; // the next word stands at what is there
  let last = "";
  const open = new Set<string>();
  return (word, begins) => {
    if (begins) {
      open.clear();
      last = "";
      close = true;
    }
    const closes = paired.test(word) && open.delete(word);
    const joined = close || closes || leftBound.test(word) || bound.test(word) ||
      (unspacedToken.test(word) && unspacedToken.test(last) && !picture.test(word));
    if (paired.test(word) && !closes) open.add(word);
    close = rightBound.test(word) || bound.test(word) || (paired.test(word) && !closes);
    last = word;
    return joined ? word : ` ${word}`;
  };
}
