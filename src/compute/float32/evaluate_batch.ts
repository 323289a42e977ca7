/** Evaluates a batch (Engine.evaluate). */
import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { elementIndex } from "../../kernels/pointer.ts";
import type { Batch } from "../../text/batch/batch.ts";
import type { EvaluationReport } from "../engine.ts";
import { sumRows } from "../sum_rows.ts";
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
