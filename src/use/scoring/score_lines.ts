import { Stream } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { LoadedRun } from "../load_run.ts";
import type { LineScore, ScoreOptions } from "./line_score.ts";
import { scoreWindows } from "./score_windows.ts";
import { scoringEngine } from "./scoring_engine.ts";
import { windowsOf } from "./windows_of.ts";

/** Lines, each a text by itself. */
export type ScoredLines = Iterable<string> | AsyncIterable<string>;

/** The score of each line, in order, by a model that is loaded. Its engine lives as long as the stream. */
export const scoreLinesBy = (
  loaded: LoadedRun,
  lines: ScoredLines,
  options: ScoreOptions,
): Stream.Stream<LineScore, InputError | RunError> =>
  scoreWindows(windowsOf(lines), loaded, options).pipe(
    Stream.flatMap(({ scored }) => Stream.fromIterable(scored)),
    Stream.map(({ score }) => score),
    Stream.provide(scoringEngine(loaded)),
  );
