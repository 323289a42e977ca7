/** What a reader sees at each place of a text, as numbers that units may follow. */

export interface TextFeature {
  readonly name: string;
  /** After each piece of the text. */
  readonly values: Float64Array;
}

/** How a feature goes on from one character to the next. */
interface Counter {
  readonly name: string;
  readonly read: (character: string) => void;
  /** What it is now. */
  readonly value: () => number;
}

/**
 * The features of a text in pieces, after each piece; those that never change are left out.
 *
 * @param begins whether each piece begins a text or a sentence that is read by itself
 */
export function textFeatures(
  pieces: readonly string[],
  begins: readonly boolean[],
): readonly TextFeature[] {
  const values = names().map((name) => ({ name, values: new Float64Array(pieces.length) }));
  let counters = makeCounters();
  pieces.forEach((piece, at) => {
    if (begins[at]) counters = makeCounters();
    for (const character of piece) counters.forEach(({ read }) => read(character));
    counters.forEach(({ value }, i) => values[i]!.values[at] = value());
  });
  return values.filter(({ values }) => values.some((value) => value !== values[0]));
}

const names = (): readonly string[] => makeCounters().map(({ name }) => name);

const makeCounters = (): readonly Counter[] => [
  insideQuotes(),
  insideBrackets(),
  since("place in the line", (character) => character === "\n"),
  since("place in the sentence", (character) => /[.!?。！？।\n]/u.test(character)),
  since("place in the word", (character) => !isLetter(character)),
  last("white space", (character) => /\s/u.test(character)),
  last("capital letters", (character) => /\p{Lu}/u.test(character)),
  last("digits", (character) => /\p{Nd}/u.test(character)),
];

const isLetter = (character: string): boolean => /[\p{L}\p{M}]/u.test(character);

/** An empty line ends what nobody closed. */
function insideQuotes(): Counter {
  let isOpen = false, breaks = 0;
  return {
    name: "inside quotes",
    read: (character) => {
      breaks = character === "\n" ? breaks + 1 : 0;
      if (breaks > 1) isOpen = false;
      if (character === '"') isOpen = !isOpen;
      if (/[“„«「]/u.test(character)) isOpen = true;
      if (/[”»」]/u.test(character)) isOpen = false;
    },
    value: () => Number(isOpen),
  };
}

function insideBrackets(): Counter {
  let depth = 0;
  return {
    name: "inside brackets",
    read: (character) => {
      if (/[([{（]/u.test(character)) depth++;
      if (/[)\]}）]/u.test(character)) depth = Math.max(0, depth - 1);
    },
    value: () => depth,
  };
}

/** Characters since the last one that begins anew. */
function since(name: string, begins: (character: string) => boolean): Counter {
  let count = 0;
  return {
    name,
    read: (character) => count = begins(character) ? 0 : count + 1,
    value: () => count,
  };
}

/** Whether the last character is one. */
function last(name: string, is: (character: string) => boolean): Counter {
  let found = false;
  return { name, read: (character) => found = is(character), value: () => Number(found) };
}
