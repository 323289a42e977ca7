/** Unroll's own step loop: reads one token in each row and draws the next ones. */
import { Effect, Result } from "effect";
import { openInference } from "../../../src/experiment/setup/open_inference.ts";
import { makeSampler } from "../../../src/use/sampling/sampler.ts";
import type { InferenceWorkload } from "./inference_workload.ts";

/** Steps after which what is expected is compared with another system. */
export const checkedSteps = 10;

/** Steps between two looks at the clock. */
const stretch = 4;

export interface InferenceRate {
  /** −log p of a token after each of the first steps, in nats, the mean of the rows. */
  readonly losses: readonly number[];
  /** Tokens a second, over at least so many seconds. */
  readonly measure: (seconds: number) => number;
}

export const inferenceRate = Effect.fnUntraced(function* (
  { model, weights }: InferenceWorkload,
  rows: number,
) {
  const { vocabulary } = model;
  const inference = yield* openInference({ model, weights, engine: { gemm: "wasm-fma" } }, rows);
  const { draw, logProbability } = makeSampler(
    { temperature: 1, banned: new Set() },
    vocabulary,
    1,
  );
  const row = [...Array(rows).keys()];
  row.forEach(inference.begin);
  const losses = Array.from({ length: checkedSteps }, (_, time) => {
    inference.step(Int32Array.from(row, (r) => (7 * time + 3 * r) % vocabulary));
    const of = (r: number) => -logProbability(inference.logits(r), (5 * time + r) % vocabulary);
    return row.reduce((sum, r) => sum + of(r), 0) / rows;
  });
  const tokens = Int32Array.from(row);
  let position = 0;
  const step = () => {
    inference.step(tokens);
    for (let r = 0; r < rows; r++) {
      tokens[r] = Result.getOrThrow(draw(inference.logits(r), position, r));
    }
    position++;
  };
  const measure = (seconds: number): number => {
    const start = performance.now();
    for (let steps = 0;;) {
      for (let i = 0; i < stretch; i++) step();
      steps += stretch;
      const passed = (performance.now() - start) / 1000;
      if (passed >= seconds) return steps * rows / passed;
    }
  };
  return { losses, measure } satisfies InferenceRate;
});
