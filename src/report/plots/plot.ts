/**
 * The frame of a plot: axes, grid lines and labels. A plot is as wide as the page lets it be:
 * places along x are in percent of its width, those along y in pixels, so that text and dots have
 * the same size on every screen. Only lines are stretched.
 */
import type { Axis, Places } from "./axis.ts";
import { type Content, type Html, markup } from "../../base/html/markup.ts";

/** Heights of plots, in pixels. */
export const plotHeight = 210;
export const tallHeight = 280;

/** Places of the two axes of a plot of this height; y grows upwards. */
export const plotPlaces = (height: number): { readonly x: Places; readonly y: Places } => ({
  x: [0, 100],
  y: [height, 0],
});

/** What is drawn between the axes. */
export interface Marks {
  /** Paths along x in percent. */
  readonly lines: Content;
  /** Elements whose `x` or `cx` is a percentage. */
  readonly marks?: Content;
}

/** A plot with its marks; `title` is what is read out instead of it. */
export function plot(title: string, height: number, x: Axis, y: Axis, drawn: Marks): Html {
  return markup`<div class="frame"><svg height="${height}" role="img" aria-label="${title}">
<g class="grid">${
    y.ticks.map(({ at }) => markup`<line x2="100%" y1="${fixed(at)}" y2="${fixed(at)}"/>`)
  }${
    x.ticks.map(({ at }) =>
      markup`<line x1="${fixed(at)}%" x2="${fixed(at)}%" y1="${height}" y2="${height + 4}"/>`
    )
  }</g>
<text x="-46" y="-12">${y.label}</text>${
    y.ticks.map(({ at, text }) =>
      markup`<text x="-7" y="${fixed(at + 4)}" text-anchor="end">${text}</text>`
    )
  }
${x.ticks.map(({ at, text }, i) => tickBelow(text, at, height + 18, isSpare(x.ticks, i)))}<text
 x="50%" y="${height + 36}" text-anchor="middle">${x.label}</text>
${stretched(height, drawn.lines)}${drawn.marks}</svg></div>`;
}

/** Most ticks along a narrow plot. */
export const mostNarrowTicks = 5;

/** Whether a tick is left out where the plot is narrow: every second one of many, or more. */
export const isSpare = (ticks: readonly unknown[], index: number): boolean =>
  index % Math.ceil(ticks.length / mostNarrowTicks) > 0;

/** Text below a place along x; a spare one is shown only where there is room. */
export const tickBelow = (text: Content, at: number, y: number, spare: boolean): Html =>
  markup`<text class="tick${spare ? " spare" : ""}" x="${
    fixed(at)
  }%" y="${y}" text-anchor="middle">${text}</text>`;

/** Paths whose x is in percent of the width; their strokes keep their width. */
export const stretched = (height: number, paths: Content): Html =>
  markup`<svg viewBox="0 0 100 ${height}" preserveAspectRatio="none"
 width="100%" height="${height}">
${paths}</svg>`;

/** A coordinate with the decimals that can be seen. */
export function fixed(value: number): string {
  return `${Math.round(value * 100) / 100}`;
}

export type Point = readonly [x: number, y: number];

/** The path of a line through places. */
export function linePath(places: readonly Point[]): string {
  return places.map(([x, y], i) => `${i === 0 ? "M" : "L"}${fixed(x)} ${fixed(y)}`).join("");
}
