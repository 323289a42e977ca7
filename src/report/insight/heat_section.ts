/** How surprising each token of a text is to the model. */
import { formatCount, formatMeasure } from "../../base/terminal/format_number.ts";
import { type Html, markup } from "../../base/html/markup.ts";
import { note, table } from "../../base/html/page.ts";
import type { Insight } from "../../use/insight/look_into.ts";
import type { MeasuredToken } from "../../use/page/measure_text.ts";
import { shownProbability } from "../../use/page/shown_text.ts";
import { shownToken } from "./shown_token.ts";

/** Rows of the table of surprises. */
const mostRows = 10;

/** @param vocabulary of which each token has the same heat as one that is a guess among all */
export function heatSection({ tokens, isCut }: Insight, vocabulary: number): Html {
  const most = Math.log2(vocabulary);
  const mean = tokens.reduce((sum, { bits }) => sum + bits, 0) / tokens.length;
  const spans = tokens.map((token) => {
    const heat = Math.min(1, token.bits / most).toFixed(2);
    return markup`<span class="token${
      token.isKnown ? "" : " unknown"
    }" style="--heat:${heat}" title="${describe(token)}">${shownToken(token)}</span>`;
  });
  const length = `${formatCount(tokens.length)} tokens`;
  return markup`<div class="card reading" tabindex="0">${spans}</div>${
    note(
      `${isCut ? `The first ${length} of the text` : length}: ${formatMeasure(mean, 3)} bits per ` +
        `token, perplexity ${
          formatMeasure(2 ** mean, 2)
        }. The warmer a token, the less the model ` +
        "expected it; hover over one for what it expected.",
    )
  }<div class="below">${surprises(tokens)}</div>`;
}

const describe = (token: MeasuredToken): string =>
  `${token.name}: ${formatMeasure(token.bits, 2)} bits, rank ${formatCount(token.rank)}\n` +
  `expected ${expected(token)}`;

const expected = ({ likeliest }: MeasuredToken): string =>
  likeliest.map(({ name, probability }) => `${name} ${shownProbability(probability)}`).join(", ");

/** The least expected tokens, for paper and for fingers. */
function surprises(tokens: readonly MeasuredToken[]): Html {
  const rows = tokens.map((token, at) => ({ token, at }))
    .sort((a, b) => b.token.bits - a.token.bits || a.at - b.at)
    .slice(0, mostRows)
    .map(({ token, at }) => [
      formatCount(at + 1),
      tokens.slice(Math.max(0, at - 4), at).map(shownToken).join("").trim(),
      token.name,
      formatMeasure(token.bits, 2),
      expected(token),
    ]);
  return table("Surprises", [
    { name: "token", kind: "number" },
    { name: "after" },
    { name: "surprise" },
    { name: "bits", kind: "number" },
    { name: "expected" },
  ], rows);
}
