/** A list of runs as a table. */
import { basename } from "node:path";
import { counted, formatCount, formatMeasure } from "../base/terminal/format_number.ts";
import { textTable } from "../base/terminal/text_table.ts";
import { isSweepEntry, type ListEntry, type SweepEntry } from "./fold_trials.ts";
import { nameOf } from "./sort_entries.ts";

/** A line an entry; of a sweep its best trial. */
export function formatRuns(entries: readonly ListEntry[]): string {
  const head = ["run", "status", "epochs", "steps", "loss", "perplexity", "started", ""];
  const rows = entries.map((entry) => [
    nameOf(entry),
    ...(isSweepEntry(entry)
      ? [formatStatuses(entry), "–", "–"]
      : [entry.status, formatCount(entry.epochs), formatCount(entry.steps)]),
    entry.loss === null ? "–" : formatMeasure(entry.loss, 3),
    entry.perplexity === null ? "–" : formatMeasure(entry.perplexity, 1),
    entry.started.slice(0, 16).replace("T", " "),
    noteOf(entry),
  ]);
  return textTable([head, ...rows]);
}

/** `6 trials`, and how many of them did not come to an end of their own. */
function formatStatuses({ trials, statuses }: SweepEntry): string {
  const noted = (["running", "interrupted", "failed"] as const).flatMap((status) =>
    statuses[status] === undefined ? [] : [`${formatCount(statuses[status])} ${status}`]
  );
  return [counted(trials, "trial"), ...noted].join(", ");
}

function noteOf(entry: ListEntry): string {
  if (isSweepEntry(entry)) return entry.run === null ? "" : `best ${basename(entry.run)}`;
  return entry.sweep === null ? "" : `trial of ${basename(entry.sweep)}`;
}
