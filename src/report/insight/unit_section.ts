/** What single units hold while a text is read. */
import { formatMeasure } from "../../base/terminal/format_number.ts";
import { type Html, markup } from "../../base/html/markup.ts";
import { note } from "../../base/html/page.ts";
import type { FollowingUnit } from "../../use/insight/following_units.ts";
import type { Insight } from "../../use/insight/look_into.ts";
import { shownToken } from "./shown_token.ts";

/** Tokens that are shown of each unit. */
const shown = 600;

export function unitSection({ tokens, units }: Insight): Html | undefined {
  if (units.length === 0) return undefined;
  return markup`${
    units.map((unit) =>
      markup`<figure class="unit"><figcaption>${titleOf(unit)}</figcaption>
<div class="reading" tabindex="0">${coloured(unit, tokens)}</div></figure>
`
    )
  }${
    note(
      "Each token has the colour of what the unit holds once it is read: blue is above zero, orange " +
        "below. The units that follow something in the text come first, found by their correlation " +
        "with it; the others are those that move most.",
    )
  }`;
}

function titleOf({ feature, correlation, unit: { layer, state, unit } }: FollowingUnit): string {
  const place = `layer ${layer + 1}, ${state} ${unit + 1}`;
  return feature === undefined
    ? capital(place)
    : `${capital(feature)}: ${place}, correlation ${formatMeasure(correlation!, 2)}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function coloured({ unit: { values } }: FollowingUnit, tokens: Insight["tokens"]): readonly Html[] {
  const largest = values.subarray(0, shown).reduce(
    (most, value) => Math.max(most, Math.abs(value)),
    1e-300,
  );
  return tokens.slice(0, shown).map((token, i) => {
    const value = values[i]! / largest;
    return markup`<span class="${value < 0 ? "below-zero" : "above-zero"}" style="--heat:${
      Math.abs(value).toFixed(2)
    }">${shownToken(token)}</span>`;
  });
}
