/** What a report shows of the inside of a model. */
import { formatMeasure } from "../../base/terminal/format_number.ts";
import { type Html, markup } from "../../base/html/markup.ts";
import { note, section, table } from "../../base/html/page.ts";
import type { Insight } from "../../use/insight/look_into.ts";
import { heatSection } from "./heat_section.ts";
import { lagPlot } from "./lag_plot.ts";
import { tokenPlane } from "./token_plane.ts";
import { unitSection } from "./unit_section.ts";

/** @param vocabulary tokens that the model knows */
export const insightSections = (
  insight: Insight,
  vocabulary: number,
): ReadonlyArray<Html | undefined> => [
  section("A text, token by token", heatSection(insight, vocabulary)),
  section("Units over the text", unitSection(insight)),
  section("Back through time", lagSection(insight)),
  section("Tokens in the model", tokenSection(insight)),
];

function lagSection({ lags }: Insight): Html | undefined {
  const plot = lagPlot(lags);
  return plot && markup`${plot}${
    note(
      "How much the loss of one token changes with the states that so many steps before it left: the " +
        "norm of that gradient, a mean over tokens of the text. Where it falls fast, what lies further " +
        "back can hardly be learnt; truncation is not applied.",
    )
  }`;
}

function tokenSection({ map }: Insight): Html | undefined {
  const { neighbours } = map;
  const columns = [{ name: "token" }, {
    name: "nearest, with the cosine of the angle",
    kind: "text",
  }] as const;
  const rows = neighbours.map(({ name, nearest }) => [
    name,
    nearest.map(({ name, cosine }) => `${name} ${formatMeasure(cosine, 2)}`).join(", "),
  ]);
  return markup`${
    neighbours.length === 0 ? undefined : table("Nearest tokens", columns, rows)
  }<div class="below">${tokenPlane(map)}</div>`;
}
