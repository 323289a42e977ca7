/** What a text gains, up to the first of its stop texts. */
export interface StopFilter {
  /** Takes more text. Returns what can be shown of it: what may be part of a stop text is held back. */
  readonly push: (text: string) => string;
  /** Whether a stop text has come: what stands before it has been given out, and nothing follows. */
  readonly stopped: () => boolean;
  /** What was held back, once no more text comes. */
  readonly rest: () => string;
}

/**
 * Of several stop texts, the one that is complete first ends the text, so no more need be drawn to
 * know; of those that end together, the longest. Empty ones never do.
 */
export function stopFilter(stops: readonly string[]): StopFilter {
  const wanted = stops.filter((stop) => stop !== "");
  let held = "";
  let stopped = false;
  return {
    push: (text) => {
      if (stopped) return "";
      held += text;
      const found = firstStop(held, wanted);
      stopped = found !== undefined;
      const shown = found ?? held.length - heldBack(held, wanted);
      const given = held.slice(0, shown);
      held = stopped ? "" : held.slice(shown);
      return given;
    },
    stopped: () => stopped,
    rest: () => held,
  };
}

/** Where the stop text begins that ends first. */
function firstStop(text: string, stops: readonly string[]): number | undefined {
  const found = stops.map((stop) => ({ stop, at: text.indexOf(stop) })).filter(({ at }) => at >= 0)
    .map(({ stop, at }) => ({ at, end: at + stop.length }));
  return found.sort((a, b) => a.end - b.end || a.at - b.at)[0]?.at;
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
