import { pictures, unspaced } from "../kinds/character_classes.ts";
import type { Speller } from "../kinds/token_kind.ts";

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
 * Words with the space before them: none next to signs that attach, between the signs of unspaced
 * scripts, and inside quotes, which open and close in turn.
 */
export function wordSpeller(): Speller {
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
