import { Effect } from "effect";
import type { InputError } from "../base/errors.ts";
import { markup } from "../base/html/markup.ts";
import { sweepSections } from "../report/sweep_report.ts";
import { readSweepDirectory } from "../sweep/results/read_sweep_view.ts";

/** What a sweep has come to, as its report shows it. */
export const sweepHtml = (directory: string): Effect.Effect<string, InputError> =>
  Effect.map(readSweepDirectory(directory), (view) => markup`${sweepSections(view)}`.text);
