/** How much each parameter of a sweep matters, as bars of the whole. */
import { formatMeasure } from "../base/terminal/format_number.ts";
import { type Importance, importances, leastTrials } from "../sweep/results/importance.ts";
import type { Space } from "../sweep/space/space.ts";
import type { ComparedResults } from "./compared_results.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { note } from "../base/html/page.ts";

/** The bars with what they mean, or why there are none. */
export function importanceSection(space: Space, { trials }: ComparedResults): Html {
  const shares = importances(space, trials);
  if (shares.length === 0) {
    return note(
      `It takes ${leastTrials} trials of different results to say which parameters matter.`,
    );
  }
  const rest = 1 - shares.reduce((sum, { share }) => sum + share, 0);
  return markup`<div class="card bars">${shares.map(bar)}</div>${
    note(
      "Each bar is the share of the variance over the space that the parameter explains by " +
        `itself (fANOVA on a forest of regression trees); ${
          percent(Math.max(0, rest))
        } are left to ` +
        "parameters acting together.",
    )
  }`;
}

const percent = (share: number): string => `${formatMeasure(100 * share, 1)} %`;

const bar = ({ path, share }: Importance): Html =>
  markup`<b>${path}</b><div><span style="width:${
    formatMeasure(100 * share, 1)
  }%"></span></div><em>${percent(share)}</em>
`;
