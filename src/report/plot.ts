/** The frame of a plot: axes, grid lines and labels around what is drawn. */
import type { Axis, Places } from "./axis.ts";
import { type Content, type Html, html } from "./html.ts";

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
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">
<g class="grid">${
    y.ticks.map(({ at }) =>
      html`
        <path d="M${fixed(left)} ${fixed(at)}H${fixed(right)}" />
      `
    )
  }${
    x.ticks.map(({ at }) =>
      html`
        <path d="M${fixed(at)} ${fixed(bottom)}v4" />
      `
    )
  }</g>
<g class="ticks">${
    y.ticks.map(({ at, text }) =>
      html`<text x="${fixed(left - 6)}" y="${fixed(at + 4)}" text-anchor="end">${text}</text>`
    )
  }${
    x.ticks.map(({ at, text }) =>
      html`<text x="${fixed(at)}" y="${fixed(bottom + 17)}" text-anchor="middle">${text}</text>`
    )
  }<text class="label" x="${fixed((left + right) / 2)}" y="${
    fixed(size.height - 6)
  }" text-anchor="middle">${x.label}</text><text class="label" transform="translate(13 ${
    fixed((top + bottom) / 2)
  }) rotate(-90)" text-anchor="middle">${y.label}</text></g>
${marks}</svg>`;
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
