/** How a text without white space is cut into words, numbers and signs. */
import { beforeNumbers, others, titles } from "./abbreviations.ts";
import {
  capital,
  lowerCase,
  marks,
  pictures,
  small,
  symbols,
  unspaced,
} from "./character_classes.ts";
import { letter } from "./has_word.ts";
import { normalForm, type Normalization, withoutUnseen } from "./normalize.ts";

/** How words are written as tokens. */
export interface WordForm {
  readonly lowercase: boolean;
  /** `nfc` by default. */
  readonly normalize?: Normalization | undefined;
}

/** One picture with what changes or continues it: tints, selectors, flags and joined pictures. */
const picture = "(?:[\\u{1f1e6}-\\u{1f1ff}]{2}|" +
  `[${pictures}](?:[\\ufe0e\\ufe0f\\u{1f3fb}-\\u{1f3ff}\\u{e0020}-\\u{e007f}]|` +
  `\\u200d[${pictures}]){0,16})`;

/** What an address may hold, and what it may end with: the full stop after it is the sentence's. */
const inAddress = `(?:${letter}|[-._~:/?#[\\]@!$&'()*+,;=%])`;
const endOfAddress = `(?:${letter}|[-_~/#@$&*+=%])`;
const address = "(?:(?:[Hh]ttps?|HTTPS?|[Ff]tp)://|[Ww]ww\\.(?=[A-Za-z0-9]))" +
  `${inAddress}{0,255}(?<=${endOfAddress})`;

const mail = "[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,63}";

/** `@user` and `#tag`, not within a word. */
const handle =
  `(?:@(?<!${letter}@)(?=[A-Za-z0-9_])|#(?<!${letter}#)(?![0-9]))(?:${letter}|_){1,64}`;

const smiley = `[:;=](?<!${letter}[:;=])(?:-?[()DPp]|(?<=:)'\\(|(?<=:)-[/|\\\\*])(?!${letter})`;

/** C#, C++. */
const language = `[A-Za-z](?:#|\\+\\+)(?!${letter})`;

/**
 * What joins two parts of a word: hyphens and apostrophes; a period before a small letter or digit
 * (`node.js`, `v2.0.1`) or after one or two letters (`Ph.D`, `U.S.-based`); what groups digits.
 */
const inWord = "(?:['’‐‑\\-·׳״]" +
  `|\\.(?=${small}|[0-9])|(?<=(?<!${letter})(?:${letter}|${capital}${letter}))\\.[-‐‑]?` +
  "|(?<=[0-9])[,:](?=[0-9]))";

/** Sets of what may come first, none in another, and what follows; so the order hardly matters. */
const pieces = [
  `[${unspaced}][${marks}]{0,8}`,
  language,
  `${letter}{1,256}(?:${inWord}${letter}{1,256}){0,16}(?:\\.(?!\\.))?`, // perhaps with a period
  handle,
  smiley,
  `['’](?<=${letter}['’])(?:s|m|d|re|ve|ll)(?!${letter})`, // after what is no word: @user's
  `\\.(?<!${letter}\\.)[0-9]{1,64}`, // .5
  "([.!?*=_~#…—-])\\1{1,63}", // ... -- ***
  picture,
  "[￭▁]", // the marks of tokens: by themselves, so that they can have names
  `[${symbols}][${marks}\\u200d]{0,8}`,
];

/**
 * Pieces of a text, before abbreviations and contractions are told apart. Every repetition is
 * bounded (a word part has at most 256 characters, then another word begins), so time is linear
 * and the search needs little memory on any text.
 */
const anyPieces = new RegExp(pieces.join("|"), "gu");
const piecesWithAddresses = new RegExp([address, mail, ...pieces].join("|"), "gu");
const mayHaveAddress = /@|:\/\/|[Ww]ww\./;

/** Letters alone. */
const oneWord = new RegExp(`^${letter}{1,256}$`, "u");

const isWord = new RegExp(`^${letter}[^@/#+]*$`, "u");

/**
 * The words, numbers and signs of a text that has no white space, in order. Together they are the
 * text in its {@link Normalization}, lowercased if asked for, without what is not seen.
 */
export function cutWords(
  text: string,
  { lowercase, normalize = "nfc" }: WordForm,
): readonly string[] {
  const read = normalForm(withoutUnseen(text), normalize);
  if (!lowercase) return wordsOf(read);
  // Capitals help to tell words apart: the words are cut before they are lowercased, unless that
  // moves their borders (İ has two code points, and what lower case composes has fewer).
  const lowered = lowerCase(read);
  if (lowered === read) return wordsOf(read);
  const lower = normalForm(lowered, normalize);
  if (lower.length !== read.length || read.includes("İ")) return wordsOf(lower);
  const written = lower.replaceAll("\u200b", "");
  let end = 0;
  return wordsOf(read).map((word) => written.slice(end, end += word.length));
}

function wordsOf(text: string): readonly string[] {
  if (oneWord.test(text)) return [text];
  const words: string[] = [];
  const found = text.match(mayHaveAddress.test(text) ? piecesWithAddresses : anyPieces) ?? [];
  for (const piece of found) {
    if (piece.length < 2 || !isWord.test(piece)) words.push(piece);
    else words.push(...partsOf(piece));
  }
  return words;
}

/**
 * The words of a word as written: the period of an abbreviation or initial stays, any other is a
 * word of its own; contractions are cut as the Penn Treebank does (do n't, it 's).
 */
function partsOf(piece: string): readonly string[] {
  return piece.endsWith(".") && !keepsPeriod(piece)
    ? [...contraction(piece.slice(0, -1)), "."]
    : contraction(piece);
}

const oneCapital = new RegExp(`^${capital}$`, "u");
/** Letters one by one (e.g, U.S), or a degree (Ph.D, B.Sc). */
const initials = new RegExp(
  `^(?:${letter}(?:\\.${letter}){1,15}|${capital}${small}?(?:\\.${capital}${small}{0,2}){1,15})$`,
  "u",
);

function keepsPeriod(piece: string): boolean {
  const word = piece.slice(0, -1);
  if (oneCapital.test(word)) return word !== "I";
  if (word.includes(".")) return initials.test(word) && !/^[0-9.]*$/.test(word);
  const lower = lowerCase(word);
  return titles.has(lower) || others.has(lower) || (beforeNumbers.has(lower) && lower !== "no");
}

/** `don't` → do, n't; `she'd've` → she, 'd, 've; a word without contraction → itself. */
function contraction(word: string): readonly string[] {
  const ends: string[] = [];
  let stem = word;
  for (;;) {
    const found = /(?<=.)(?:n['’]t|['’](?:s|m|d|re|ve|ll))$/iu.exec(stem);
    if (found === null) return [stem, ...ends];
    ends.unshift(found[0]);
    stem = stem.slice(0, found.index);
  }
}
