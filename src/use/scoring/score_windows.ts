/** Lines → tokens → forward gates → log-probabilities, a window of lines at a time. */
import { Effect, Schema, Stream } from "effect";
import { type InputError, RunError } from "../../base/errors.ts";
import type { Engine } from "../../compute/engine.ts";
import { runPreparation } from "../../experiment/setup/run_preparation.ts";
import { type LineTokens, tokenizeLines } from "../../text/tokens/tokenize_lines.ts";
import type { LoadedRun } from "../load_run.ts";
import { type LineScore, scoreOf, type ScoreOptions } from "./line_score.ts";
import { rowLosses } from "./row_losses.ts";
import { scoringRoom } from "./scoring_room.ts";

/** A line to score. */
export interface Scorable {
  readonly text: string;
  /** Its number from 1. */
  readonly line: number;
}

/** Lines that are scored together. */
export interface Window<A> {
  readonly lines: readonly A[];
  /** Bytes of their file that are read so far, where there is one. */
  readonly bytes: number;
}

/** A line with its score. */
export interface Scored<A> {
  readonly of: A;
  readonly score: LineScore;
}

/** Windows of lines whose tokens wait for the one that is computed. */
const readAhead = 2;

/**
 * Scores the lines of each window side by side, and gives them back in order. Memory holds some
 * windows. A line's score depends on that line alone: with a product of our own, to the bit.
 */
export const scoreWindows = <A extends Scorable, E>(
  windows: Stream.Stream<Window<A>, E>,
  { vocabulary, experiment, existing }: Pick<LoadedRun, "vocabulary" | "experiment" | "existing">,
  options: ScoreOptions,
): Stream.Stream<
  Window<A> & { readonly scored: readonly Scored<A>[] },
  E | InputError | RunError,
  Engine
> => {
  const preparation = runPreparation(experiment, existing.manifest);
  const room = scoringRoom(vocabulary.words.length);
  const evaluate = Effect.fnUntraced(
    function* (lines: readonly A[], tokens: readonly LineTokens[]) {
      const losses = (yield* rowLosses(tokens.flatMap(({ rows }) => rows), room)).values();
      const scored: Scored<A>[] = [];
      for (const [index, of] of lines.entries()) {
        const own = tokens[index]!.rows.map(() => losses.next().value!);
        const score = scoreOf(tokens[index]!, own, vocabulary, options);
        if (!Number.isFinite(score.logProbability ?? 0)) {
          return yield* new OverflowingLine({ line: of.line, loss: -score.logProbability! });
        }
        scored.push({ of, score });
      }
      return scored;
    },
  );
  return windows.pipe(
    Stream.mapEffect((window) =>
      Effect.map(
        tokenizeLines(window.lines.map(({ text }) => text), vocabulary, preparation),
        (tokens) => ({ window, tokens }),
      )
    ),
    Stream.buffer({ capacity: readAhead }),
    Stream.mapEffect(({ window, tokens }) =>
      Effect.map(evaluate(window.lines, tokens), (scored) => ({ ...window, scored }))
    ),
  );
};

/** A line whose loss is no number. */
class OverflowingLine extends RunError.extend<OverflowingLine>("OverflowingLine")({
  _tag: Schema.tag("OverflowingLine"),
  line: Schema.Number,
  loss: Schema.Number,
}) {
  override get message(): string {
    return `The loss of line ${this.line} is ${this.loss}: the model's numbers overflow on it`;
  }
}
