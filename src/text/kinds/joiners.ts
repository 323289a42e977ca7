/**
 * Marks by which tokens say how they stand to their neighbours, as in OpenNMT's tokenizer. Between
 * two tokens is a space, but none between signs of scripts without spaces. A token that deviates is
 * marked: `￭` on the side where it touches its neighbour, `▁` before a sign that follows a space.
 *
 * Of two that touch, the one that is no word has the mark (`￭,`, `(￭`), so a word is the same
 * wherever it stands; of two alike it is the later (`do ￭n't`, `! ￭!`).
 */
import { marks, pictures, symbols, unspaced } from "./character_classes.ts";
import { letter } from "./has_word.ts";

/** U+FFED: the token touches its neighbour. */
export const joiner = "￭";
/** U+2581: a space is before the token. */
const spacer = "▁";

/** The signs themselves in a text. No other token is like these names: text is cut before the +. */
const names = new Map([[joiner, "U+FFED"], [spacer, "U+2581"]]);
const named = new Map([...names].map(([sign, name]) => [name, sign]));

/** Code points at the start of words that are written without spaces, and of signs among them. */
const startsDense = new RegExp(
  `^[${unspaced}\\u3000-\\u303f\\u30a0-\\u30ff\\u31f0-\\u31ff\\uff00-\\uff9f]`,
  "u",
);
const anyLetter = new RegExp(`[${unspaced}]|(?![${marks}\\u200d])${letter}`, "u");
const startsPicture = new RegExp(`^[${pictures}]`, "u");
const startsSymbol = new RegExp(`^[${symbols}]`, "u");

/** What decides the marks of a word. */
export interface WordClass {
  /** The higher of two has the mark: words, words of scripts without spaces, signs. */
  readonly rank: 0 | 1 | 2;
  /** No space is between it and others like it. */
  readonly isDense: boolean;
}

const classes: readonly WordClass[] = [
  { rank: 0, isDense: false },
  { rank: 1, isDense: true },
  { rank: 2, isDense: false },
  { rank: 2, isDense: true },
];

/** 1 and more: the class of all that begin with this UTF-16 unit. 0: not known yet. */
const classOfFirst = new Uint8Array(0x10000);

export function wordClass(word: string): WordClass {
  const first = word.charCodeAt(0);
  const known = classOfFirst[first]!;
  if (known > 0) return classes[known - 1]!;
  const isDense = startsDense.test(word);
  const maySign = startsPicture.test(word) || startsSymbol.test(word);
  const isSign = maySign && (startsPicture.test(word) || !anyLetter.test(word));
  const found = isSign ? (isDense ? 3 : 2) : isDense ? 1 : 0;
  // What begins with a sign may be a word all the same, and a half pair says nothing.
  if (!maySign && (first & 0xf800) !== 0xd800) classOfFirst[first] = found + 1;
  return classes[found]!;
}

/** The tokens of words and signs that no space parts. */
export function joinWords(words: readonly string[]): readonly string[] {
  const tokens: string[] = [];
  let own: WordClass | undefined;
  let left = ""; // mark of the next word
  for (let i = 0; i < words.length; i++) {
    const written = words[i]!, following = words[i + 1];
    own ??= wordClass(written);
    const next = following === undefined ? undefined : wordClass(following);
    const isBorder = next !== undefined && !(own.isDense && next.isDense);
    const marksIt = isBorder && own.rank > next.rank;
    const word = written.length === 1 ? names.get(written) ?? written : written;
    tokens.push(marksIt ? left + word + joiner : left + word);
    left = isBorder && !marksIt ? joiner : "";
    own = next;
  }
  return tokens;
}

/** Whether a token has a mark. */
export const isMarked = (token: string): boolean => /^[￭▁]|￭$/.test(token);

/** A dense token as it is after a space and another one. */
export const spacedToken = (token: string): string => spacer + token;

/** A token at the end of a text; a sign may be one that joins what follows. */
export const openForms = (token: string): readonly string[] =>
  wordClass(splitJoiners(token).word).rank === 2 ? [token, token + joiner] : [token];

/** A token taken apart. */
export interface Joined {
  /** The word or sign as it stands in a text. */
  readonly word: string;
  readonly joinsLeft: boolean;
  readonly joinsRight: boolean;
  /** A space is before it though it is a sign of a script without spaces. */
  readonly isSpaced: boolean;
}

/** Takes the marks of a token from its word. */
export function splitJoiners(token: string): Joined {
  const joinsLeft = token.startsWith(joiner);
  const isSpaced = token.startsWith(spacer);
  const start = joinsLeft || isSpaced ? 1 : 0;
  const joinsRight = token.length > start && token.endsWith(joiner);
  const word = token.slice(start, joinsRight ? -1 : undefined);
  return { word: named.get(word) ?? word, joinsLeft, joinsRight, isSpaced };
}
