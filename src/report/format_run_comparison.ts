/** A comparison of runs as a table. */
import { textTable } from "../base/terminal/text_table.ts";
import { bareNames, measuredRows } from "./measured_rows.ts";
import type { RunComparison } from "./run_comparison.ts";
import type { Setting } from "../use/run_settings.ts";

/** Longest piece of a value in a table. */
const widest = 40;

/** A column a run: what they came to, then the keys that differ. */
export function formatRunComparison(comparison: RunComparison): string {
  return [tableOf(comparison), ...warning(comparison)].join("\n");
}

/** What must not be concluded from runs that were measured on other tokens. */
const warning = ({ incomparable }: RunComparison): readonly string[] =>
  incomparable.length === 0 ? [] : [
    "",
    `Losses and perplexities can't be compared: the runs differ in ${incomparable.join(", ")}`,
    "Compare bits per byte on one text instead: evaluate RUN --text FILE",
  ];

function tableOf({ runs, config }: RunComparison): string {
  return textTable([
    ["", ...bareNames(runs)],
    ...measuredRows(runs).map(([name, of]) => [name, ...runs.map(of)]),
    ["", ...runs.map(() => "")],
    ...(config.length === 0
      ? [["the configs are equal", ...runs.map(() => "")]]
      : config.map(({ key, values }) => [key, ...formatSettings(values)])),
  ]);
}

/** Values on a line each, cut where they are long: what is the same in all is left out first. */
function formatSettings(values: readonly (Setting | undefined)[]): string[] {
  const texts = values.map((value) =>
    value === undefined
      ? "–"
      : typeof value === "string" && value.includes("\n")
      ? JSON.stringify(value)
      : String(value)
  );
  const [first = ""] = texts;
  let same = 0;
  while (same < first.length && texts.every((text) => text[same] === first[same])) same++;
  const start = Math.max(0, same - widest / 4);
  return texts.map((text) => {
    if (text.length <= widest) return text;
    const from = start < widest / 2 ? 0 : start;
    const cut = from === 0 ? text : `…${text.slice(from)}`;
    return cut.length > widest ? `${cut.slice(0, widest - 1)}…` : cut;
  });
}
