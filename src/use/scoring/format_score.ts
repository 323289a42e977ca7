/** A line's score as text. */
import { escapeControls } from "../../base/terminal/printable.ts";
import { formatMeasure } from "../../base/terminal/format_number.ts";
import type { Scored } from "./score_windows.ts";
import type { TableLine } from "./table_line.ts";

/** What stands where a line has no score, as most tools for tables read it. */
const none = "nan";

/**
 * Log-probability, tokens, unknown ones and perplexity between tabs, after the line itself where it
 * is one of a table; at last each token as JSON, if asked for.
 */
export function formatRow({ of, score }: Scored<TableLine>): string {
  const { logProbability, tokens, unknown, perplexity, perToken } = score;
  const columns = [
    logProbability === null ? none : logProbability.toFixed(6),
    String(tokens),
    String(unknown),
    perplexity === null ? none : perplexity === Infinity ? "inf" : formatMeasure(perplexity, 4),
    ...(perToken === undefined ? [] : [escapeControls(JSON.stringify(perToken))]),
  ];
  return [...(of.columns === undefined ? [] : [of.whole]), ...columns].join("\t");
}

/** The same as a JSON object, with every digit. */
export function formatJson({ of: { line, columns }, score }: Scored<TableLine>): string {
  return escapeControls(
    JSON.stringify({ line, ...(columns === undefined ? {} : { columns }), ...score }),
  );
}
