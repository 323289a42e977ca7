/** A self-contained page: one file without external links or anything to load. */
import { type Content, type Html, markup } from "./markup.ts";
import { style } from "./style.ts";

/** What a state means to the reader, by its colour. */
export type Tone = "good" | "bad" | "busy" | "plain";

export interface Page {
  readonly title: string;
  /** What it is a report of. */
  readonly kind: string;
  /** State of it, in a few words. */
  readonly state: { readonly text: string; readonly tone: Tone };
  readonly sections: readonly Content[];
  /** What it does; most pages are only read. */
  readonly program?: Program;
}

/** A script, which may load nothing either, its data, and the style of what it shows. */
export interface Program {
  readonly script: string;
  /** Texts that it finds by their ids. They may hold anything but `<`. */
  readonly data: ReadonlyMap<string, string>;
  readonly style: string;
  /** Whether it talks to the server that it comes from. */
  readonly connects?: boolean;
}

/** The whole document. */
export function page({ title, kind, state: { text, tone }, sections, program }: Page): string {
  const document = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(program)}">
<meta name="color-scheme" content="light dark">
<title>${title} · Unroll</title>
${{ text: `<style>${style}${program?.style ?? ""}</style>` }}
</head>
<body>
<header><p>${kind}</p><h1>${title} <span class="state ${tone}">${text}</span></h1></header>
<main>
${sections}
</main>
${program && elements(program)}</body>
</html>
`;
  return document.text;
}

const policy = (program: Program | undefined): string =>
  [
    "default-src 'none'; style-src 'unsafe-inline'",
    ...(program === undefined ? [] : ["script-src 'unsafe-inline' 'wasm-unsafe-eval'"]),
    ...(program?.connects === true ? ["connect-src 'self'"] : []),
  ].join("; ");

const elements = ({ script, data }: Program): Html => ({
  text: [...data].map(([id, text]) => `<script type="text/plain" id="${id}">${text}</script>\n`)
    .join("") + `<script>${script}</script>\n`,
});

/** A part of a page under a heading; nothing where it has no content. */
export function section(heading: string, content: Content): Html | undefined {
  return content === undefined ? undefined : markup`<section><h2>${heading}</h2>
${content}</section>
`;
}

/** Facts in a row, each a name and a value; those without a value are left out. */
export function facts(entries: readonly (readonly [name: string, value: Content])[]): Html {
  return markup`<dl class="facts">${
    entries.filter(([, value]) => value !== undefined && value !== "")
      .map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)
  }</dl>`;
}

/** A column of a table: numbers stand to the right, long texts are wrapped. */
export interface Column {
  readonly name: string;
  readonly kind?: "number" | "text";
}

/**
 * A table; `label` is what is read out where it can be scrolled. Rows shorter than the head end
 * early.
 */
export function table(
  label: string,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
): Html {
  const looks = columns.map(({ kind }) => kind && markup` class="${kind}"`);
  const head = columns.map(({ name }, i) =>
    markup`<th scope="col"${looks[i]}>${breakable(name)}</th>`
  );
  return scrolled(
    label,
    markup`<thead><tr>${head}</tr></thead><tbody>${
      rows.map((row) =>
        markup`<tr>${row.map((cell, i) => markup`<td${looks[i]}>${cell}</td>`)}</tr>
`
      )
    }</tbody>`,
  );
}

/** A key path that may be broken after its dots. */
export const breakable = (path: string): Html =>
  markup`${path.split(/(?<=\.)/).map((key, i) => i === 0 ? key : markup`<wbr>${key}`)}`;

/** A table of names with their values; those without a value are left out. */
export const pairs = (
  label: string,
  rows: readonly (readonly [name: string, value: Content])[],
): Html =>
  scrolled(
    label,
    markup`<tbody>${
      rows.filter(([, value]) => value !== undefined).map(([name, value]) =>
        markup`<tr><th scope="row">${name}</th><td class="text">${value}</td></tr>
`
      )
    }</tbody>`,
  );

const scrolled = (label: string, content: Html): Html =>
  markup`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
<table>${content}</table></div>`;

/** Something long that is closed at first. */
export function details(summary: string, content: Content): Html {
  return markup`<details><summary>${summary}</summary>${content}</details>`;
}

/** A remark in small print. */
export const note = (content: Content): Html => markup`<p class="note">${content}</p>`;
