/** The page that follows a folder of runs, before its script has filled it. */
import { type Html, markup } from "../base/html/markup.ts";
import { page } from "../base/html/page.ts";
import { watchStyle } from "./watch_style.ts";

/** @param script what `deno task page` builds of src/watch/page */
export const watchDocument = (folder: string, script: string): string =>
  page({
    title: folder,
    kind: "Watching",
    state: { text: "connecting", tone: "plain" },
    sections: [body],
    program: { script, data: new Map(), style: watchStyle, connects: true },
  });

const choice = (
  id: string,
  label: string,
  options: ReadonlyArray<readonly [value: string, text: string]>,
): Html =>
  markup`<label for="${id}">${label}<select id="${id}">${
    options.map(([value, text]) => markup`<option value="${value}">${text}</option>`)
  }</select></label>`;

const body = markup`<div id="watch">
<nav aria-label="Runs and sweeps"><input id="filter" type="search" placeholder="Filter by name or config"
 aria-label="Filter"><div id="list" tabindex="0"></div></nav>
<div id="shown">
<p id="hint" class="note">Choose runs to lay their curves over each other.</p>
<div id="curves" hidden>
<div class="controls">${
  choice("along", "Along", [
    ["step", "steps"],
    ["epoch", "epochs"],
    ["tokens", "tokens"],
    ["hours", "hours of training"],
  ])
}${
  choice("measure", "Loss as", [
    ["loss", "nats per token"],
    ["bits", "bits per token"],
    ["perplexity", "perplexity"],
  ])
}<label for="smoothing">Smoothing<input id="smoothing" type="range" min="0" max="0.99" step="0.01"
 value="0"></label>
<label for="logarithmic" class="check"><input id="logarithmic" type="checkbox"> logarithmic</label>
<button id="whole" type="button">Whole range</button></div>
<div id="charts"></div>
<p class="note">Drag along a chart to look closer.</p>
<div id="differences"></div>
</div>
<div id="sweep" hidden></div>
</div></div>
<noscript><p class="card">The page follows runs by a script: allow it for this page.</p></noscript>
`;
