/** Legends of plots. */
import { type Content, type Html, markup } from "../../base/html/markup.ts";

/** How an entry's sign looks: a line, a dot, or one of their kin. */
export type Sign = "line" | "dashed" | "dotted" | "dot" | "hollow" | "cross" | "shades";

/** An entry of a legend: its sign in the colour of a class of the style, and what it means. */
export const legend = (name: string, color: string, sign: Sign = "line"): Html =>
  markup`<span class="key"><i class="${sign} ${color}"></i>${name}</span>`;

/** A plot under its title and the entries of its legend. */
export const figure = (title: string, keys: Content, drawn: Content): Html =>
  markup`<figure><figcaption>${title}<span class="keys">${keys}</span></figcaption>
${drawn}</figure>`;
