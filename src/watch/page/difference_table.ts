/// <reference lib="dom" />
import { made } from "../../use/page/elements.ts";
import type { WatchedRun } from "../folder/watched_run.ts";
import { differingKeys } from "../../report/differing_keys.ts";

/** What differs in the configs of runs, as a table; nothing for one run, or for equal ones. */
export function differenceTable(runs: readonly WatchedRun[]): HTMLElement | undefined {
  const rows = differingKeys(runs).filter(({ key }) => key !== "name");
  if (runs.length < 2 || rows.length === 0) return undefined;
  const head = made(
    "tr",
    "",
    ...["config", ...runs.map(({ name }) => name)].map((name) => {
      const cell = made("th", "", name);
      cell.scope = "col";
      return cell;
    }),
  );
  const body = rows.map(({ key, values }) => {
    const name = made("th", "", key);
    name.scope = "row";
    const cells = values.map((value) => made("td", "", value === undefined ? "–" : `${value}`));
    return made("tr", "", name, ...cells);
  });
  const table = made("table", "", made("thead", "", head), made("tbody", "", ...body));
  const scroll = made("div", "scroll", table);
  scroll.tabIndex = 0;
  scroll.role = "region";
  scroll.ariaLabel = "Differences of the configs";
  return made("section", "", made("h2", "", "What differs"), scroll);
}
