/** A self-contained page: one file without scripts, external links or anything to load. */
import { type Content, type Html, markup } from "./markup.ts";
import { style } from "./style.ts";

export interface Page {
  readonly title: string;
  /** What it is a report of. */
  readonly kind: string;
  /** State of it, as a word. */
  readonly state: string;
  readonly sections: readonly Content[];
}

/** The whole document. */
export function page({ title, kind, state, sections }: Page): string {
  const document = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title} · Unroll</title>
${{ text: `<style>${style}</style>` }}
</head>
<body>
<header><p>${kind}</p><h1>${title} <span class="state ${state}">${state}</span></h1></header>
<main>
${sections}
</main>
</body>
</html>
`;
  return document.text;
}

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

/** A table; without a head where all of it is empty. Rows shorter than the head end early. */
export function table(head: readonly string[], rows: readonly (readonly Content[])[]): Html {
  const cells = head.map((cell) => markup`<th>${cell}</th>`);
  return markup`<div class="scroll"><table>${
    head.some((cell) => cell !== "") ? markup`<thead><tr>${cells}</tr></thead>` : undefined
  }<tbody>${
    rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`)
  }</tbody></table></div>`;
}

/** Something long that is closed at first. */
export function details(summary: string, content: Content): Html {
  return markup`<details><summary>${summary}</summary>${content}</details>`;
}
