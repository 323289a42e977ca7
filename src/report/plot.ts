/** The frame of a plot: axes, grid lines and labels. */
import type { Axis, Places } from "./axis.ts";
import { type Content, type Html, markup } from "./markup.ts";

/** Size of a drawing, and the margins in which ticks and labels stand. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

export const plotSize: PlotSize = { width: 640, height: 280 };

/** A plot that fills the page. */
export const wideSize: PlotSize = { width: 1080, height: 340 };

const margin = { left: 62, right: 14, top: 12, bottom: 42 };

/** Places of the two axes of a plot of this size; y grows upwards. */
export function plotPlaces(
  { width, height }: PlotSize,
): { readonly x: Places; readonly y: Places } {
  return {
    x: [margin.left, width - margin.right],
    y: [height - margin.bottom, margin.top],
  };
}

/** A plot with its marks; `title` is what is read out instead of it. */
export function plot(title: string, size: PlotSize, x: Axis, y: Axis, marks: Content): Html {
  const { x: [left, right], y: [bottom, top] } = plotPlaces(size);
  const center = fixed((left + right) / 2);
  const middle = fixed((top + bottom) / 2);
  return markup`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">
<g class="grid">${
    y.ticks.map(({ at }) => markup`<path d="M${fixed(left)} ${fixed(at)}H${fixed(right)}"/>`)
  }${x.ticks.map(({ at }) => markup`<path d="M${fixed(at)} ${fixed(bottom)}v4"/>`)}</g>
<g class="ticks">${y.ticks.map(({ at, text }) => label(text, left - 6, at + 4, "end"))}${
    x.ticks.map(({ at, text }) => label(text, at, bottom + 17, "middle"))
  }<text x="${center}" y="${fixed(size.height - 6)}" text-anchor="middle">${x.label}</text>
<text transform="translate(13 ${middle}) rotate(-90)" text-anchor="middle">${y.label}</text></g>
${marks}</svg>`;
}

function label(text: string, x: number, y: number, anchor: "middle" | "end"): Html {
  return markup`<text x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}">${text}</text>`;
}

/** An entry of a legend, in the colour of that number. */
export function legend(name: string, color: number): Html {
  return markup`<span class="key"><i class="c${color}"></i>${name}</span>`;
}

/** A coordinate with the decimals that can be seen. */
export function fixed(value: number): string {
  return `${Math.round(value * 100) / 100}`;
}

export type Point = readonly [x: number, y: number];

/** The path of a line through places. */
export function linePath(places: readonly Point[]): string {
  return places.map(([x, y], i) => `${i === 0 ? "M" : "L"}${fixed(x)} ${fixed(y)}`).join("");
}
