/** Draws samples of one prompt, in slices. */
import { Effect, Result } from "effect";
import type { RunError } from "../../base/errors.ts";
import type { Inference } from "../../compute/inference/inference.ts";
import { runGates } from "../../compute/run_gates.ts";
import { mostSideBySide, type SentenceMarks, sideBySide, type Writing } from "./side_by_side.ts";

/** Rows that an inference needs for so many samples: the prompt stays in the last one. */
export const rowsFor = (samples: number): number => Math.min(samples, mostSideBySide) + 1;

export interface SampleOptions extends Pick<Writing, "samples" | "draw" | "take"> {
  readonly sentence: SentenceMarks;
}

/** Milliseconds of work after which other things get their turn, such as Ctrl-C. */
const turn = 20;

/** Rounds for as long as a turn; returns whether there is more to do. */
export const workOneTurn = (round: () => boolean): Effect.Effect<boolean, RunError> =>
  runGates(() => {
    const end = performance.now() + turn;
    for (;;) {
      if (!round()) return false;
      if (performance.now() > end) return true;
    }
  });

/** Draws all samples from what the inference's last row has read. */
export const drawSamples = (
  inference: Inference,
  { sentence, ...writing }: SampleOptions,
): Effect.Effect<void, RunError> =>
  Effect.gen(function* () {
    const { add, round } = sideBySide(inference, sentence);
    let result: Result.Result<void, RunError> = Result.succeed(undefined);
    add({ ...writing, prompt: new Int32Array(), end: (ended) => result = ended });
    while (yield* workOneTurn(round)) yield* Effect.yieldNow;
    return yield* Effect.fromResult(result);
  });
