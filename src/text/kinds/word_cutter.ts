import { white } from "./character_classes.ts";
import { codePoints } from "./code_points.ts";
import { joinWords, spacedToken, wordClass } from "./joiners.ts";
import type { Cutter, NumberOf } from "./token_kind.ts";
import { mostWords, TooManyWords } from "./too_many_words.ts";
import { utf8Length } from "./utf8_length.ts";
import { cutWords, type WordForm } from "./words.ts";

/** Text between white space. */
const runs = new RegExp(`[^${white}]+`, "gu");

/** UTF-16 units of the longest run that is remembered; longer ones are seldom seen again. */
const longestKept = 32;

/** Number of runs that are remembered before all are forgotten. */
const mostKept = 200_000;

/** A token of a run of text, and the code points and bytes of the run that it stands for. */
interface RunToken {
  readonly symbol: number;
  readonly characters: number;
  readonly bytes: number;
}

/** A run of text taken apart. */
interface Run {
  readonly tokens: readonly RunToken[];
  /** The first token if it is dense. */
  readonly denseStart: string | undefined;
  /** Whether the last one is. */
  readonly endsDense: boolean;
}

/**
 * Emits every word of a sentence, with the white space before it; the last with that after it too.
 * Throws a {@link TooManyWords} where a text has `most` different words or more.
 */
export function wordCutter(form: WordForm, numberOf: NumberOf, most = mostWords): Cutter {
  const limited = (token: string): number => {
    const number = numberOf(token);
    if (number >= most) throw new TooManyWords({ limit: most });
    return number;
  };
  const takeApart = (text: string) => takeRunApart(text, form, limited);
  const known = remembered(takeApart);
  const runOf = (text: string) => text.length > longestKept ? takeApart(text) : known(text);
  return {
    cut: (sentence, emit) => {
      let symbol = -1, characters = 0, bytes = 0; // of the word that is not emitted yet
      let at = 0; // end of the last run with words
      let dense = false; // as its last word is
      for (const text of sentence.match(runs) ?? []) {
        const { tokens, denseStart, endsDense } = runOf(text);
        if (tokens.length === 0) continue;
        const start = sentence.indexOf(text, at);
        const skipped = sentence.slice(at, start);
        let before = codePoints(skipped), bytesBefore = utf8Length(skipped);
        let spaced = dense && denseStart !== undefined ? limited(spacedToken(denseStart)) : -1;
        for (const token of tokens) {
          if (symbol >= 0) emit(symbol, characters, bytes);
          symbol = spaced < 0 ? token.symbol : spaced;
          characters = token.characters + before;
          bytes = token.bytes + bytesBefore;
          before = bytesBefore = 0;
          spaced = -1;
        }
        at = start + text.length;
        dense = endsDense;
      }
      if (symbol < 0) return;
      const rest = sentence.slice(at);
      emit(symbol, characters + codePoints(rest), bytes + utf8Length(rest));
    },
    end: () => {},
  };
}

/** A function whose results are kept, up to {@link mostKept} of them. */
function remembered<A>(make: (text: string) => A): (text: string) => A {
  const known = new Map<string, A>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = make(text);
      if (known.size >= mostKept) known.clear();
      known.set(text, found);
    }
    return found;
  };
}

function takeRunApart(text: string, form: WordForm, numberOf: NumberOf): Run {
  const words = cutWords(text, form);
  const tokens = joinWords(words);
  const first = words[0], last = words.at(-1);
  let left = codePoints(text), bytesLeft = utf8Length(text); // what is read may be longer
  return {
    tokens: tokens.map((token, i) => {
      const isLast = i === words.length - 1;
      const characters = isLast ? left : Math.min(left, codePoints(words[i]!));
      const bytes = isLast ? bytesLeft : Math.min(bytesLeft, utf8Length(words[i]!));
      left -= characters;
      bytesLeft -= bytes;
      return { symbol: numberOf(token), characters, bytes };
    }),
    denseStart: first !== undefined && wordClass(first).isDense ? tokens[0] : undefined,
    endsDense: last !== undefined && wordClass(last).isDense,
  };
}
