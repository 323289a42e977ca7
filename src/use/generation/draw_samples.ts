/** Draws samples: rows of an inference side by side, each a text that follows the same prompt. */
import { Effect, Result } from "effect";
import type { RunError } from "../../base/errors.ts";
import type { Inference } from "../../compute/inference/inference.ts";
import { runGates } from "../../compute/run_gates.ts";
import type { Sampler } from "../sampling/sampler.ts";

/** Texts side by side at most: more make a batch no faster, but take memory. */
export const mostSideBySide = 32;

/** Rows that an inference needs for so many samples: the prompt stays in the last one. */
export const rowsFor = (samples: number): number => Math.min(samples, mostSideBySide) + 1;

export interface SampleOptions {
  /** How many. */
  readonly samples: number;
  readonly draw: Sampler["draw"];
  /** The end of a sentence, and what a new one begins with; undefined if the text goes on. */
  readonly sentence: { readonly end: number | undefined; readonly start: number | undefined };
  /**
   * Takes the next token of a sample (from 0), and the logits that it was drawn from. Returns whether
   * the sample goes on.
   */
  readonly take: (sample: number, token: number, logits: Float32Array | Float64Array) => boolean;
}

/** Milliseconds of work after which other things get their turn, such as Ctrl-C. */
const turn = 20;

/**
 * Draws all samples from what the inference's last row has read. A sample that ends makes room for the
 * next one. After the end of a sentence a new one may begin. No sample depends on the others.
 */
export const drawSamples = (
  inference: Inference,
  options: SampleOptions,
): Effect.Effect<void, RunError> =>
  Effect.gen(function* () {
    const rounds = drawing(inference, options);
    for (;;) {
      const over = yield* Effect.flatMap(runGates(() => workFor(turn, rounds)), Effect.fromResult);
      if (over) return;
      yield* Effect.yieldNow;
    }
  });

/** Whether all is done. */
type Round = Result.Result<boolean, RunError>;

const workFor = (milliseconds: number, round: () => Round): Round => {
  const end = performance.now() + milliseconds;
  for (;;) {
    const result = round();
    if (Result.isFailure(result) || result.success || performance.now() > end) return result;
  }
};

/** One token more for each sample that is under way. */
const drawing = (
  inference: Inference,
  { samples, draw, sentence: { end, start }, take }: SampleOptions,
): () => Round => {
  const prompt = inference.rows - 1;
  const sideBySide = Math.min(samples, mostSideBySide, prompt);
  const tokens = new Int32Array(sideBySide);
  /** Of each row in use. */
  const running: { readonly sample: number; position: number }[] = [];
  let begun = 0;
  const begin = (row: number) => {
    inference.copy(prompt, row);
    running[row] = { sample: begun++, position: 0 };
  };
  while (running.length < sideBySide) begin(running.length);

  /** The row's sample is over: the next one takes its place, or the last row does. */
  const replace = (row: number) => {
    if (begun < samples) return begin(row);
    const last = running.pop()!;
    if (row === running.length) return;
    inference.copy(running.length, row);
    running[row] = last;
  };
  return () => {
    for (let row = 0; row < running.length;) {
      const { sample, position } = running[row]!;
      const logits = inference.logits(row);
      const drawn = draw(logits, position, sample);
      if (Result.isFailure(drawn)) return Result.fail(drawn.failure);
      if (!take(sample, drawn.success, logits)) {
        replace(row);
        continue;
      }
      tokens[row] = drawn.success;
      running[row++]!.position++;
    }
    if (running.length === 0) return Result.succeed(true);
    for (let row = 0; row < running.length; row++) {
      if (tokens[row] !== end || start === undefined) continue;
      inference.begin(row);
      tokens[row] = start;
    }
    inference.step(tokens.subarray(0, running.length));
    return Result.succeed(false);
  };
};
