/** Scores: lines → tokens → batches of like length → forward gates → a log-probability a line. */
import process from "node:process";
import { Effect, Stream } from "effect";
import type { InputError, RunError } from "../src/base/errors.ts";
import { Output, type OutputShape } from "../src/base/terminal/output.ts";
import { Screen } from "../src/base/terminal/screen.ts";
import { streamLines } from "../src/text/corpus/stream_lines.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { loadRun } from "../src/use/load_run.ts";
import { formatJson, formatRow } from "../src/use/scoring/format_score.ts";
import type { LineScore, ScoreOptions } from "../src/use/scoring/line_score.ts";
import { rankLines } from "../src/use/scoring/rank_lines.ts";
import { type ScoredLines, scoreLinesBy } from "../src/use/scoring/score_lines.ts";
import { scoreTotals } from "../src/use/scoring/score_totals.ts";
import { type Scored, scoreWindows } from "../src/use/scoring/score_windows.ts";
import { scoringEngine } from "../src/use/scoring/scoring_engine.ts";
import { scoringProgress } from "../src/use/scoring/scoring_progress.ts";
import {
  checkColumns,
  type Columns,
  type TableLine,
  tableLines,
} from "../src/use/scoring/table_line.ts";

export interface ScoreLinesOptions extends RunFiles, ScoreOptions {
  readonly run: string;
  /** Each is a text by itself. */
  readonly lines: ScoredLines;
}

/** The score of each line, in order. */
export const scoreLines = (
  options: ScoreLinesOptions,
): Stream.Stream<LineScore, InputError | RunError> =>
  loadRun(options.run, options).pipe(
    Effect.map((loaded) => scoreLinesBy(loaded, options.lines, options)),
    Stream.unwrap,
  );

export interface ScoreCommandOptions extends RunFiles, ScoreOptions, Columns {
  readonly run: string;
  /** A file of lines, or `-` for standard input. */
  readonly file: string;
  readonly json: boolean;
}

/** The command `score`: what is written stays, however it ends. */
export const score = Effect.fnUntraced(function* (
  options: ScoreCommandOptions,
): Effect.fn.Return<void, InputError | RunError> {
  yield* checkColumns(options);
  const source = yield* streamLines(options.file);
  const loaded = yield* loadRun(options.run, options);
  if (options.file === "-" && process.stdin.isTTY === true) {
    yield* Effect.logInfo("Reading lines from the terminal; Ctrl-D ends");
  }
  const [output, screen] = [yield* Output, yield* Screen];
  const totals = scoreTotals(options.base);
  const progress = scoringProgress(screen, source.size, () => performance.now() / 1000);
  let isWanted = true; // as long as somebody reads
  const windows = source.reads.pipe(
    Stream.mapEffect((read) =>
      Effect.map(tableLines(source.name, read.lines, options), (lines) => ({ ...read, lines }))
    ),
  );
  const scored = scoreWindows(windows, loaded, options).pipe(
    Stream.map(({ scored, bytes }) => {
      for (const { score } of scored) totals.add(score);
      if (!output.isTerminal) progress.draw(totals.lines(), bytes);
      return scored;
    }),
  );
  yield* (options.rank === undefined ? scored : rankLines(flat(scored), options.rank)).pipe(
    Stream.runForEachWhile((block) => Effect.sync(() => isWanted = write(output, block, options))),
    Effect.provide(scoringEngine(loaded)),
    Effect.ensuring(Effect.sync(screen.clear)),
  );
  if (isWanted) yield* Effect.logInfo(`by ${loaded.checkpoint}: ${totals.describe()}`);
});

const flat = <A, E, R>(
  arrays: Stream.Stream<readonly A[], E, R>,
): Stream.Stream<A, E, R> => Stream.flatMap(arrays, Stream.fromIterable);

/** Writes some lines; answers whether somebody reads them. */
const write = (
  output: OutputShape,
  lines: readonly Scored<TableLine>[],
  { json }: ScoreCommandOptions,
): boolean => {
  const text = lines.map((line) => `${json ? formatJson(line) : formatRow(line)}\n`).join("");
  return json ? output.write(text) : output.giveBack(text);
};
