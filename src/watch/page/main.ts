/// <reference lib="dom" />
/** The program of the page that follows a folder of runs. */
import { element, made } from "../../use/page/elements.ts";
import type { CurvePoint, Watched, WatchedRun, WatchEvents } from "../folder/watched_run.ts";
import { type Chart, type Curve, makeChart } from "./chart.ts";
import { type Along, curveTable, type Measure } from "./curve_table.ts";
import { differenceTable } from "./difference_table.ts";
import { runList } from "./run_list.ts";

/** Set when the script is built: the style of uPlot. */
declare const UPLOT_STYLE: string;

/** Runs that are chosen where nobody has chosen. */
const firstRuns = 4;

/** Milliseconds between two drawings; thrice what a drawing takes, where that is more. */
const pause = 200;

const lossTitles = {
  loss: "Loss, nats per token",
  bits: "Loss, bits per token",
  perplexity: "Perplexity",
};

const token = new URLSearchParams(location.search).get("token") ?? "";
const dark = matchMedia("(prefers-color-scheme: dark)");
const along = element("along", HTMLSelectElement);
const measure = element("measure", HTMLSelectElement);
const smoothing = element("smoothing", HTMLInputElement);
const logarithmic = element("logarithmic", HTMLInputElement);

let watched: readonly Watched[] = [];
/** Numbers of the chosen runs' colours, by name. */
const colours = new Map<string, number>();
let sweep: string | undefined;
let hasChosen = false;
const points = new Map<string, CurvePoint[]>();
let source: EventSource | undefined;

const charts: ReadonlyArray<
  { readonly chart: Chart; readonly title?: string; readonly measure?: Measure }
> = [
  { chart: makeChart("curves") },
  { chart: makeChart("curves"), title: "Learning rate", measure: "learningRate" },
  { chart: makeChart("curves"), title: "Gradient norm, before clipping", measure: "gradientNorm" },
  { chart: makeChart("curves"), title: "Tokens per second", measure: "tokensPerSecond" },
];
element("charts", HTMLElement).append(...charts.map(({ chart }) => chart.element));
document.head.append(made("style", "", UPLOT_STYLE));

const isRun = (one: Watched): one is WatchedRun => one.kind === "run";
const chosenRuns = (): readonly WatchedRun[] =>
  watched.filter(isRun).filter(({ name }) => colours.has(name));

const list = runList((one, isChosen) => {
  hasChosen = true;
  if (one.kind === "sweep") sweep = isChosen ? one.name : undefined;
  else if (isChosen) colours.set(one.name, freeColour());
  else colours.delete(one.name);
  listen();
});

/** The least number that no chosen run has. */
function freeColour(): number {
  const taken = new Set(colours.values());
  for (let number = 0;; number++) if (!taken.has(number)) return number;
}

/** Listens to what is chosen now. The choice is in the address, so that it outlives a reload. */
function listen(): void {
  const query = new URLSearchParams();
  for (const name of colours.keys()) query.append("run", name);
  if (sweep !== undefined) query.append("sweep", sweep);
  if (hasChosen) history.replaceState(null, "", `#${query}`);
  for (const name of points.keys()) if (!colours.has(name)) points.delete(name);
  query.append("token", token);
  source?.close();
  source = new EventSource(`events?${query}`);
  hear("folder", (now) => {
    watched = now;
    if (!hasChosen) chooseFirst();
  });
  hear("points", ({ run, anew, points: more }) => {
    const known = anew ? [] : points.get(run) ?? [];
    known.push(...more);
    points.set(run, known);
  });
  hear("sweep", ({ name, html }) => {
    const place = element("sweep", HTMLElement);
    // Made by this program's own server, which writes every text of a sweep as text.
    place.innerHTML = html;
    place.prepend(made("h2", "", name));
  });
  source.addEventListener("open", () => tellState("following", "good"));
  source.addEventListener("error", () => tellState("not connected", "bad"));
  draw();
}

function hear<K extends keyof WatchEvents>(name: K, heard: (data: WatchEvents[K]) => void): void {
  source!.addEventListener(name, ({ data }) => {
    heard(JSON.parse(data));
    draw();
  });
}

/** The runs at work or, where there are none, the newest one. */
function chooseFirst(): void {
  const runs = watched.filter(isRun);
  const atWork = runs.filter(({ status }) => status === "running").slice(0, firstRuns);
  const first = atWork.length > 0 ? atWork : runs.slice(0, 1);
  if (first.length === 0) return;
  hasChosen = true;
  for (const { name } of first) colours.set(name, freeColour());
  listen();
}

function tellState(text: string, tone: string): void {
  const state = document.querySelector("h1 .state")!;
  state.textContent = text;
  state.className = `state ${tone}`;
}

let isDue = false, took = 0;
/** Draws soon: what comes in the meantime is drawn with it. */
function draw(): void {
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    const start = performance.now();
    drawNow();
    took = performance.now() - start;
  }, Math.max(pause, 3 * took));
}

function drawNow(): void {
  const runs = chosenRuns();
  const reportOf = (run: string) => `report?${new URLSearchParams({ run, token })}`;
  const lastOf = (run: string) => points.get(run)?.findLast(({ split }) => split === "train");
  list({ watched, colours, sweep, isDark: dark.matches, lastOf, reportOf });
  element("hint", HTMLElement).hidden = runs.length > 0 || sweep !== undefined;
  element("curves", HTMLElement).hidden = runs.length === 0;
  element("sweep", HTMLElement).hidden = sweep === undefined;
  const look = {
    along: along.value as Along,
    logarithmic: logarithmic.checked,
    isDark: dark.matches,
  };
  for (const { chart, title, measure: own } of charts) {
    const shown = own ?? measure.value as Measure;
    const name = title ?? lossTitles[measure.value as keyof typeof lossTitles];
    const curves = runs.map((run): Curve => ({
      name: run.name,
      colour: colours.get(run.name)!,
      table: curveTable(points.get(run.name) ?? [], look.along, shown, {
        ...(run.tokens === undefined || !run.epochs
          ? {}
          : { epochTokens: run.tokens / run.epochs }),
        smoothing: Number(smoothing.value),
      }),
    }));
    chart.draw(name, curves, look);
  }
  const differences = differenceTable(runs);
  element("differences", HTMLElement).replaceChildren(...differences ? [differences] : []);
}

for (const control of [along, measure, smoothing, logarithmic]) {
  control.addEventListener("input", draw);
}
element("whole", HTMLButtonElement).addEventListener("click", () => {
  for (const { chart } of charts) chart.whole();
  draw();
});
dark.addEventListener("change", draw);

const wanted = new URLSearchParams(location.hash.slice(1));
for (const name of wanted.getAll("run")) colours.set(name, freeColour());
sweep = wanted.get("sweep") ?? undefined;
hasChosen = colours.size > 0 || sweep !== undefined;
listen();
