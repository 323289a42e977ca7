/** Marks of text that was tokenized before, as Penn Treebank, WikiText and Moses write them. */
const marks = /<unk>|@[-,.]@|-[LR][RS]B-|&(?:apos|quot|amp|#91|#93|#124);|(?<=\s)n't(?=\s)/g;

/** Marks among so many UTF-16 units from which on a text looks tokenized; text at its beginning. */
const enough = { every: 2000, least: 5 }, beginning = 1 << 20;

export interface TokenizedMarks {
  /** Takes the next text of a corpus; only its beginning is looked at. */
  readonly add: (text: string) => void;
  /** The commonest marks of a text that looks tokenized, likeliest first; none of another. */
  readonly found: () => readonly string[];
}

/** Looks for marks of a text that is tokenized already. */
export function tokenizedMarks(): TokenizedMarks {
  const counts = new Map<string, number>();
  let length = 0;
  return {
    add: (text) => {
      if (length >= beginning) return;
      length += text.length;
      for (const [mark] of text.matchAll(marks)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
    },
    found: () => {
      const sum = counts.values().reduce((a, b) => a + b, 0);
      if (sum < Math.max(enough.least, length / enough.every)) return [];
      const ranked = [...counts].sort(([, a], [, b]) => b - a);
      return ranked.slice(0, 3).map(([mark]) => mark);
    },
  };
}
