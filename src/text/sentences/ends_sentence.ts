import {
  beforeNumbers,
  capitalizedBeforeNumbers,
  firstWords,
  others,
  titles,
} from "../kinds/abbreviations.ts";

/** A mark that may end the sentence which begins at `start`, as places in a text. */
export interface MarkPlace {
  readonly start: number;
  readonly at: number;
  readonly mark: string;
  /** After the quotes and brackets that close behind the mark. */
  readonly end: number;
}

/** UTF-16 units that must follow a possible end before it is judged. */
export const lookahead = 256;

/** UTF-16 units before a period that are searched for an abbreviation. */
const lookbehind = 32;

/** UTF-16 units on either side of a mark in which the bracket of a title is looked for. */
const titleWindow = 64;

/**
 * What follows a possible end: space, anything that opens, and the first character of the next
 * word.
 */
const continuation =
  /^\s+(?:["'“‘„‚«‹»›([{「『（《〈¿¡*_—–-]|\s)*(?<first>.)(?<rest>[\p{L}\p{M}]*)/su;

/** Small letters; those of Georgian are called so, but no sentence begins with their capitals. */
const small = /(?![\u10d0-\u10ff])\p{Ll}/u;

const wordBefore = /[\p{L}\p{M}\p{N}.&]+$/u;

/** Whether a mark that needs a space ends a sentence: `.`, `!`, `?` and their kin. */
export function endsSentence(text: string, place: MarkPlace): boolean {
  const { start, at, mark, end } = place;
  const after = text.slice(end, end + lookahead);
  if (!/^\s/u.test(after)) return after === "";
  const { first, rest = "" } = continuation.exec(after)?.groups ?? {};
  if (first === undefined) return true;
  const isSmall = small.test(first);
  if (isSmall && !(hasNoCapitals(text, place, after) && !isEllipsis(mark))) return false;
  // Only a plain period can belong to an abbreviation, even within closing quotes or brackets.
  if (mark !== ".") return true;
  const stem = text.slice(Math.max(start, at - lookbehind), at);
  const isBegin = stem.length === at - start && end === at + 1;
  if (isBegin && /^\s*[0-9]{1,3}$/.test(stem)) return false; // the number of an item
  const before = wordBefore.exec(stem)?.[0];
  return before === undefined || mayEnd(before, { first, word: first + rest, isSmall });
}

/** Whether a sentence may end with a word and its period, by what follows. */
function mayEnd(
  before: string,
  next: { readonly first: string; readonly word: string; readonly isSmall: boolean },
): boolean {
  const word = before.toLowerCase();
  const isFirst = () => firstWords.has(next.word.toLowerCase());
  if (titles.has(word)) return false;
  const isNumber = /\p{N}/u.test(next.first);
  if (isNumber && beforeNumbers.has(word)) return false;
  const isCapitalized = before !== word;
  if (isNumber && isCapitalized && capitalizedBeforeNumbers.has(word)) return false;
  const isInitial = next.isSmall ? /^\p{L}$/u.test(before) : /^\p{Lu}$/u.test(before);
  if (isInitial) return word === "i" || isFirst();
  const isDotted = /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(before);
  if (isDotted || others.has(word)) return !next.isSmall && isFirst();
  return true;
}

/** Three periods or more, spaced or not, or one sign for them. */
const isEllipsis = (mark: string): boolean => /[.…‥]\s?[.…‥]|[…‥]/u.test(mark);

/**
 * Whether a text is written without capitals, so that a small letter may begin a sentence: its
 * sentence begins with one, and near the mark no word begins with a capital (`NASA` is none).
 */
function hasNoCapitals(text: string, { start, at }: MarkPlace, after: string): boolean {
  const begin = /\p{L}/u.exec(text.slice(start, Math.min(at, start + lookbehind)))?.[0];
  if (begin === undefined || !small.test(begin)) return false;
  const capitalized = /\p{Lu}\p{M}?\p{Ll}/u;
  return !capitalized.test(text.slice(Math.max(start, at - lookahead), at)) &&
    !capitalized.test(after);
}

/**
 * Whether a mark that needs no space ends a sentence. It does, but between two digits, in a title
 * (《…！…》) and before what goes on with the sentence that a quote is part of.
 */
export function endsUnspaced(text: string, { start, at, mark, end }: MarkPlace): boolean {
  const after = text.slice(end, end + titleWindow);
  if (/^(?:[、，,と]|って)/u.test(after)) return false;
  const before = text.slice(Math.max(start, at - titleWindow), at);
  if (/\p{N}$/u.test(before) && /^\p{N}/u.test(after)) return false;
  if (before.lastIndexOf("《") <= before.lastIndexOf("》")) return true;
  const closed = text.slice(at + mark.length, end) + after;
  return !/^[^《]*》/u.test(closed);
}

/**
 * Whether an item of a list begins a sentence: the sentence before it began with the number before.
 */
export function beginsItem(text: string, start: number, item: string): boolean {
  const own = /^\s*(?<number>[0-9]{1,3})[.)]\s/u.exec(text.slice(start, start + lookbehind));
  return Number(own?.groups?.["number"]) + 1 === Number(item);
}
