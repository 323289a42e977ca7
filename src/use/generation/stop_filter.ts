/** What a text gains, up to the first of its stop texts. */
export interface StopFilter {
  /** Takes more text. Returns what can be shown of it: what may be part of a stop text is held back. */
  readonly push: (text: string) => string;
  /** Whether a stop text has come: what stands before it has been given out, and nothing follows. */
  readonly stopped: () => boolean;
  /** What was held back, once no more text comes. */
  readonly rest: () => string;
}

/** Of several stop texts, the one that begins first ends the text. Empty ones never do. */
export function stopFilter(stops: readonly string[]): StopFilter {
  const wanted = stops.filter((stop) => stop !== "");
  let held = "";
  let stopped = false;
  return {
    push: (text) => {
      if (stopped) return "";
      held += text;
      const found = wanted.map((stop) => held.indexOf(stop)).filter((at) => at >= 0);
      stopped = found.length > 0;
      const shown = stopped ? Math.min(...found) : held.length - heldBack(held, wanted);
      const given = held.slice(0, shown);
      held = stopped ? "" : held.slice(shown);
      return given;
    },
    stopped: () => stopped,
    rest: () => held,
  };
}

/** Length of the longest end of a text with which a stop text begins. */
function heldBack(text: string, stops: readonly string[]): number {
  const longest = Math.max(0, ...stops.map((stop) => stop.length - 1));
  for (let length = Math.min(longest, text.length); length > 0; length--) {
    const end = text.slice(-length);
    if (stops.some((stop) => stop.startsWith(end))) return length;
  }
  return 0;
}
