/** Scores lines for one request after another, at the speed of `score` and to the same bits. */
import { Context, Effect, Exit, Layer, RcRef, Semaphore, Stream } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { LoadedRun } from "../../use/load_run.ts";
import type { LineScore, ScoreOptions } from "../../use/scoring/line_score.ts";
import { scoreWindows } from "../../use/scoring/score_windows.ts";
import { scoringEngine } from "../../use/scoring/scoring_engine.ts";
import { windowsOf } from "../../use/scoring/windows_of.ts";

/** How long the engine's threads wait for another request. */
const idle = "1 minute";

type LineScores = readonly (LineScore & { readonly line: number })[];

export class Scorer extends Context.Service<Scorer, {
  readonly score: (
    lines: readonly string[],
    options: ScoreOptions,
  ) => Effect.Effect<LineScores, InputError | RunError>;
}>()("serve/Scorer") {
  /** Its engine begins with the first request, and ends when none has come for a while. */
  static readonly layer = (loaded: LoadedRun): Layer.Layer<Scorer> =>
    Layer.effect(
      Scorer,
      Effect.gen(function* () {
        const engine = yield* RcRef.make({
          acquire: Layer.build(scoringEngine(loaded)),
          idleTimeToLive: idle,
        });
        const turns = yield* Semaphore.make(1);
        const scored = (lines: readonly string[], options: ScoreOptions) =>
          Effect.flatMap(RcRef.get(engine), (context) =>
            scoreWindows(windowsOf(lines), loaded, options).pipe(
              Stream.flatMap(({ scored }) =>
                Stream.fromIterable(scored)
              ),
              Stream.map(({ of: { line }, score }) => ({ line, ...score })),
              Stream.runCollect,
              Effect.provideContext(context),
            ));
        return {
          score: (lines, options) =>
            scored(lines, options).pipe(
              // An engine that stopped amid its work is not asked again.
              Effect.onExit((exit) =>
                Exit.isSuccess(exit) ? Effect.void : RcRef.invalidate(engine)
              ),
              Effect.scoped,
              turns.withPermit,
            ),
        };
      }),
    );
}
