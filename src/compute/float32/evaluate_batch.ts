/** Evaluates a batch, and predicts what follows one (Engine.evaluate and Engine.predict). */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { exp, log } from "../../kernels/math.ts";
import { elementIndex } from "../../kernels/pointer.ts";
import type { Batch } from "../../text/batch/batch.ts";
import type { EvaluationReport } from "../engine.ts";
import { sumRows } from "../sum_rows.ts";
import { evaluationCut } from "../plan/cuts.ts";
import { tokenBlocks } from "../step/token_block.ts";
import { UnfitBatch } from "../unfit_batch.ts";
import { program } from "../workers/programs.ts";
import { bindBatch, type RunningPlan, setDropout } from "./running_plan.ts";

export const evaluateBatch = (
  running: RunningPlan,
  batch: Batch,
): Effect.Effect<EvaluationReport, RunError> =>
  Effect.gen(function* () {
    const { plan, pool, lanes, memory: { float32 } } = running;
    yield* pool.free;
    const { tokens, placeOfToken, order } = yield* bindBatch(running, batch, undefined);
    setDropout(running, false);
    yield* pool.run(running.packed ? program.packedEvaluate : program.evaluate);
    running.packed = true;
    lanes[1].leave(order);
    const losses = elementIndex(plan.output.losses);
    const tokenLosses = new Float64Array(batch.targets.length);
    for (let token = 0; token < tokens; token++) {
      tokenLosses[placeOfToken[token]!] = float32[losses + token]!;
    }
    return { rowLosses: sumRows(batch, tokenLosses), tokenLosses, tokens };
  });

export const predictNext = (
  running: RunningPlan,
  batch: Batch,
): Effect.Effect<Float64Array, RunError> =>
  Effect.gen(function* () {
    const rows = batch.lengths.length;
    if (rows !== 1) return yield* new UnfitBatch({ wantedBy: "prediction", wanted: 1, rows });
    const { tokens } = yield* evaluateBatch(running, batch);
    const { plan, memory: { float32 } } = running;
    const last = tokenBlocks(plan, tokens, evaluationCut(tokens, plan.vocabulary)).at(-1)!;
    const at = elementIndex(last.logits) + last.tokens - 1;
    const logits = { length: plan.vocabulary };
    return logSoftmax(Float32Array.from(logits, (_, word) => float32[at + word * last.stride]!));
  });

/** log-probabilities in float64 from float32 logits. */
const logSoftmax = (logits: Float32Array): Float64Array => {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = logits.reduce((total, x) => total + exp(x - most), 0);
  const shift = most + log(sum);
  return Float64Array.from(logits, (x) => x - shift);
};
