/** Submits a training step (Engine.submit). */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { elementIndex } from "../../kernels/pointer.ts";
import type { Batch } from "../../text/batch/batch.ts";
import type { StepReport, StepSettings } from "../engine.ts";
import { floats } from "../plan/control.ts";
import type { Bound } from "../step/bind.ts";
import { readResults } from "../step/results.ts";
import { stagedFloats } from "../step/staging.ts";
import { program } from "../workers/programs.ts";
import { bindBatch, type RunningPlan, setDropout } from "./running_plan.ts";

export const submitStep = (
  running: RunningPlan,
  batch: Batch,
  settings: StepSettings,
): Effect.Effect<Effect.Effect<StepReport, RunError>, RunError> =>
  Effect.gen(function* () {
    const { pool, options: { clip } } = running;
    if (batch.carried) yield* running.latest;
    yield* pool.free;
    const bound = yield* bindBatch(running, batch, settings.step);
    setDropout(running, true);
    writeNumbers(running, settings, bound.tokens, batch.lengths.length);
    const clipped = clip !== "none" && "norm" in clip;
    const measured = clipped || (settings.norm ?? true);
    const generation = yield* pool.submit(
      clipped ? program.clippedTrain : program.train,
      measured,
    );
    const report = reportOf(running, generation, bound, measured);
    running.latest = report;
    return report;
  });

/** Stages the step's numbers: scale of the loss, limit of the norm, the optimizer's settings. */
const writeNumbers = (
  { plan, memory: { float32 }, options: { optimizer, clip, loss } }: RunningPlan,
  { step, learningRate }: StepSettings,
  tokens: number,
  rows: number,
): void => {
  const at = elementIndex(stagedFloats(plan));
  float32[at + floats.lossScale] = loss === "token-mean" ? 1 / tokens : 1 / rows;
  float32[at + floats.normLimit] = clip !== "none" && "norm" in clip ? clip.norm : Infinity;
  const settings = optimizer.kernelSettings({
    learningRate,
    gradientScale: 1,
    gradientLimit: clip !== "none" && "value" in clip ? clip.value : Infinity,
    time: step + 1,
  });
  float32.set(settings, at + floats.settings);
};

/** Waits for a step, and tells what it came to; it may be asked twice. */
const reportOf = (
  running: RunningPlan,
  generation: number,
  { tokens, order }: Bound,
  measured: boolean,
): Effect.Effect<StepReport, RunError> => {
  const { plan, pool, memory, lanes } = running;
  let heard = false;
  return Effect.map(pool.over(generation), () => {
    if (!heard) lanes[0].leave(order);
    heard = true;
    running.packed = false;
    const { loss, norm } = readResults(plan, memory.float64, generation);
    return measured ? { loss, tokens, gradientNorm: norm } : { loss, tokens };
  });
};
