/// <reference lib="dom" />
/** The list of what can be chosen. */
import { element, made } from "../../use/page/elements.ts";
import type { CurvePoint, Watched } from "../folder/watched_run.ts";
import { colour } from "./colours.ts";
import { runLine } from "./run_line.ts";

export interface ListState {
  readonly watched: readonly Watched[];
  /** Numbers of the chosen runs' colours, by name. */
  readonly colours: ReadonlyMap<string, number>;
  readonly sweep: string | undefined;
  readonly isDark: boolean;
  /** The last point of a run, if it is known. */
  readonly lastOf: (run: string) => CurvePoint | undefined;
  /** Address of a run's report. */
  readonly reportOf: (run: string) => string;
}

interface Entry {
  readonly label: HTMLLabelElement;
  readonly box: HTMLInputElement;
  readonly swatch: HTMLElement;
  readonly line: HTMLElement;
  /** What the filter looks for. */
  text: string;
}

/** @param choose called when a run or a sweep is chosen, or not any more */
export function runList(
  choose: (one: Watched, isChosen: boolean) => void,
): (state: ListState) => void {
  const list = element("list", HTMLElement);
  const filter = element("filter", HTMLInputElement);
  const entries = new Map<string, Entry>();
  const sift = () => {
    const wanted = filter.value.toLowerCase().split(/\s+/);
    for (const { label, text } of entries.values()) {
      label.hidden = !wanted.every((word) => text.includes(word));
    }
  };
  filter.addEventListener("input", sift);
  return ({ watched, colours, sweep, isDark, lastOf, reportOf }) => {
    const there = new Set(watched.map(({ name }) => name));
    for (const [name, { label }] of entries) {
      if (there.has(name)) continue;
      label.remove();
      entries.delete(name);
    }
    watched.forEach((one, at) => {
      const { kind, name } = one;
      const entry = entries.get(name) ?? entryOf(one, choose, reportOf);
      entries.set(name, entry);
      if (list.children[at] !== entry.label) {
        list.insertBefore(entry.label, list.children[at] ?? null);
      }
      const number = colours.get(name);
      entry.box.checked = kind === "sweep" ? sweep === name : number !== undefined;
      entry.swatch.style.background = number === undefined ? "none" : colour(number, isDark);
      entry.line.textContent = kind === "sweep" ? "sweep" : runLine(one, lastOf(name));
      entry.text = kind === "sweep" ? `sweep ${name}`.toLowerCase() : searchText(one);
    });
    sift();
  };
}

const searchText = (run: Watched & { kind: "run" }): string =>
  [run.name, run.status, ...Object.entries(run.settings).map(([key, value]) => `${key}=${value}`)]
    .join(" ").toLowerCase();

function entryOf(
  one: Watched,
  choose: (one: Watched, isChosen: boolean) => void,
  reportOf: (run: string) => string,
): Entry {
  const box = made("input", "");
  box.type = "checkbox";
  box.addEventListener("change", () => choose(one, box.checked));
  const swatch = made("span", "swatch");
  const line = made("small", "");
  const label = made("label", "", box, swatch, made("b", "", one.name), line);
  if (one.kind === "run") {
    const link = made("a", "", "report");
    link.href = reportOf(one.name);
    link.target = "_blank";
    link.ariaLabel = `Report of ${one.name}`;
    label.append(link);
  }
  return { label, box, swatch, line, text: "" };
}
