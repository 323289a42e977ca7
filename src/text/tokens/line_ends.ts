import { formatCount } from "../../base/terminal/format_number.ts";

export interface LineEndCounter {
  /** Takes the next piece of a text, cut anywhere. */
  readonly add: (text: string) => void;
  /** The kinds of line ends and how often each occurs, if there are several; else undefined. */
  readonly mixture: () => string | undefined;
}

/** Counts the kinds of line ends of a text. */
export function lineEndCounter(): LineEndCounter {
  const counts = { LF: 0, CRLF: 0, CR: 0 };
  let held = false; // a CR that an LF may follow
  const addCarriageReturn = () => {
    if (held) counts.CR++;
    held = false;
  };
  return {
    add: (text) => {
      if (text === "") return;
      if (held && text.startsWith("\n")) {
        counts.CRLF++;
        counts.LF--; // it is counted below
        held = false;
      }
      addCarriageReturn();
      for (const [end] of text.matchAll(/\r\n|\n|\r(?!$)/g)) {
        counts[end === "\n" ? "LF" : end === "\r" ? "CR" : "CRLF"]++;
      }
      held = text.endsWith("\r");
    },
    mixture: () => {
      addCarriageReturn();
      const found = Object.entries(counts).filter(([, count]) => count > 0);
      if (found.length < 2) return undefined;
      const named = found.map(([name, count]) => `${name} (${formatCount(count)})`);
      return `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
    },
  };
}
