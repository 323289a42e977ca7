/**
 * Parallel coordinates drawn in two ways, of which the page shows the one that fits its width:
 * rails side by side, and rails one below the other, where each has the whole width.
 */
import { type Content, type Html, markup } from "../base/html/markup.ts";
import { fixed, isSpare, linePath, type Point, stretched, tickBelow } from "./plots/plot.ts";
import type { Rail } from "./rail.ts";

/** The line of a trial. */
export interface Strand {
  /** Its place on each rail, undefined where it has no value. */
  readonly places: readonly (number | undefined)[];
  /** Attributes that say how it looks. */
  readonly look: Html;
  readonly tooltip: string;
}

/** Rails side by side: their length, what is above them, and how far below the absent are. */
const beside = { length: 260, above: 44, absent: 28 };

/** Rails one below the other: their distance, what is above the first, the share of the absent. */
const stacked = { step: 66, above: 24, absent: 0.2 };

/** What is below the last rail or the absent, for half a line of text or a whole one. */
const foot = 20;

/** About the width of a character, in pixels. */
export const characterWidth = 6.7;

/** Widths from which on so many rails stand side by side, as of `.beside` in style.ts. */
const besideWidths = [
  { name: "few", most: 5, width: 640 },
  { name: "some", most: 8, width: 980 },
] as const;

/** Least width in which rails one below the other are drawn. */
const leastWidth = 296;

/** Both drawings of these rails and lines. */
export function parallelDrawing(
  title: string,
  rails: readonly Rail[],
  strands: readonly Strand[],
): Html {
  const fits = besideWidths.find(({ most }) => rails.length <= most);
  const low = markup`<div class="stacked ${fits?.name}">${stack(title, rails, strands)}</div>`;
  if (fits === undefined) return low;
  const spacing = (fits.width - 100) / (rails.length - 1);
  return markup`<div class="beside ${fits.name}">${sideBySide(title, rails, strands, spacing)}</div>
${low}`;
}

const isMissed = (strands: readonly Strand[], rail: number): boolean =>
  strands.some(({ places }) => places[rail] === undefined);

function sideBySide(
  title: string,
  rails: readonly Rail[],
  strands: readonly Strand[],
  spacing: number,
): Html {
  const { length, above, absent } = beside;
  const bottom = above + length;
  const x = (rail: number) => 100 * rail / (rails.length - 1);
  const y = (place: number | undefined) =>
    place === undefined ? bottom + absent : bottom - length * place;
  const longest = Math.floor((spacing - 12) / characterWidth);
  const drawn = rails.map(({ name, ticks, lacking }, i) => {
    const at = fixed(x(i));
    const anchor = i === 0 ? "start" : i === rails.length - 1 ? "end" : "middle";
    const shown = shortened(name, Math.floor((1.8 * spacing - 12) / characterWidth));
    const tick = (text: string, place?: number) =>
      markup`<text class="tick" x="${at}%" dx="6" y="${fixed(y(place) + 4)}">${
        shortened(text, longest)
      }</text>`;
    return markup`<line class="rail" x1="${at}%" x2="${at}%" y1="${above}" y2="${bottom}"/>
<text class="name" x="${at}%" y="${
      above - (i % 2 === 0 ? 14 : 31)
    }" text-anchor="${anchor}">${shown}</text>${
      ticks.map(({ at: place, text }) => tick(text, place))
    }${isMissed(strands, i) ? tick(lacking) : undefined}
`;
  });
  const missed = rails.some((_, i) => isMissed(strands, i));
  const height = bottom + (missed ? absent : 0) + foot / 2;
  return drawing(title, height, lines(strands, (place, rail) => [x(rail), y(place)]), drawn);
}

function stack(title: string, rails: readonly Rail[], strands: readonly Strand[]): Html {
  const { step, above, absent } = stacked;
  // Where every trial has every value, rails have the whole width.
  const before = rails.some((_, i) => isMissed(strands, i)) ? absent : 0;
  const x = (place: number | undefined) =>
    place === undefined ? 0 : 100 * (before + (1 - before) * place);
  const y = (rail: number) => above + rail * step;
  const drawn = rails.map(({ name, ticks, lacking }, i) => {
    const shown = ticks.filter((_, tick) => !isSpare(ticks, tick)).length;
    const longest = Math.floor((leastWidth * (1 - before) / shown - 4) / characterWidth);
    return markup`<line class="rail" x1="${fixed(x(0))}%" x2="100%" y1="${y(i)}" y2="${y(i)}"/>
<text class="tick name" x="0" y="${y(i) - 9}">${
      shortened(name, Math.floor(leastWidth / characterWidth))
    }</text>${
      ticks.map(({ at, text }, tick) =>
        tickBelow(shortened(text, longest), x(at), y(i) + 17, isSpare(ticks, tick))
      )
    }${
      isMissed(strands, i)
        ? markup`<text class="tick" x="0" y="${y(i) + 17}">${lacking}</text>`
        : undefined
    }
`;
  });
  const height = y(rails.length - 1) + foot;
  return drawing(title, height, lines(strands, (place, rail) => [x(place), y(rail)]), drawn);
}

const drawing = (title: string, height: number, paths: Content, rails: Content): Html =>
  markup`<svg height="${height}" role="img" aria-label="${title}">
${stretched(height, paths)}${rails}</svg>`;

const lines = (
  strands: readonly Strand[],
  toPoint: (place: number | undefined, rail: number) => Point,
): readonly Html[] =>
  strands.map(({ places, look, tooltip }) =>
    markup`<path ${look} d="${linePath(places.map(toPoint))}"><title>${tooltip}</title></path>
`
  );

/** The end of a text that is too long, since the last keys of a path tell the most. */
const shortened = (text: string, most: number): Html =>
  text.length <= most ? markup`${text}` : markup`…${text.slice(1 - most)}<title>${text}</title>`;
