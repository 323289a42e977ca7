/** The result of a sweep, for people. */
import { formatMeasure } from "../../base/terminal/format_number.ts";
import { textTable } from "../../base/terminal/text_table.ts";
import { formatValue } from "../space/format_value.ts";
import { formatNumbers, groupByRun } from "./same_run.ts";
import type { SweepResult } from "./sweep_result.ts";

/** Rows of the table; trials that are one run share a row. */
const most = 10;

export function formatSweepResult(
  { directory, ending, objective, counts, ranking, command }: SweepResult,
): string {
  const groups = groupByRun(ranking).slice(0, most);
  const best = groups.map(([first]) => first);
  const paths = [...new Set(best.flatMap(({ values }) => Object.keys(values)))];
  const repeated = best.some(({ spread }) => spread !== undefined);
  const head = ["trial", objective.metric, ...(repeated ? ["spread"] : []), ...paths, "run"];
  const rows = best.map(({ objective, spread = 0, values, runs }, row) => [
    formatNumbers(groups[row]!),
    formatMeasure(objective ?? null, 4),
    ...(repeated ? [formatMeasure(spread, 4)] : []),
    ...paths.map((path) => formatValue(values[path])),
    runs[0] ?? "",
  ]);
  const states = Object.entries(counts).map(([state, count]) => `${count} ${state}`).join(", ");
  return [
    ...(rows.length === 0 ? [] : [textTable([head, ...rows]), ""]),
    `${states === "" ? "no trial" : states}${ending === "time" ? "; the time is up" : ""}`,
    ...(command === null ? [] : ["The best one again, at full length:", `  ${command}`]),
    directory,
  ].join("\n");
}
