import type { Scored } from "./score_windows.ts";
import type { TableLine } from "./table_line.ts";

/** A line of a table with such a log-probability, in three tokens. */
export const scoredLine = (whole: string, logProbability: number | null): Scored<TableLine> => ({
  of: { text: whole, whole, line: 7, columns: whole.split("\t") },
  score: logProbability === null
    ? { logProbability, tokens: 0, unknown: 0, perplexity: null }
    : { logProbability, tokens: 3, unknown: 1, perplexity: Math.exp(-logProbability / 3) },
});
