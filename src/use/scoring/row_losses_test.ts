import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import fc from "fast-check";
import { Engine } from "../../compute/engine.ts";
import { makeReferenceEngine } from "../../compute/reference/reference_engine.ts";
import { makeOptimizer } from "../../compute/optimizer/make_optimizer.ts";
import { initialWeights } from "../../model/initial_weights.ts";
import { buildModel } from "../../model/build_model.ts";
import { tokenCount } from "../../text/batch/token_count.ts";
import { rowLosses } from "./row_losses.ts";
import type { ScoringRoom } from "./scoring_room.ts";

const model = Result.getOrThrow(buildModel(
  {
    ...{ cell: "gru", embedding: 2, hidden: 3, layers: 2, dropout: 0 },
    ...{ tied: false, bias: true, truncate: "full" },
  },
  {},
  5,
));

/** The losses, by an engine that refuses batches which are too large. */
const lossesIn = (rows: readonly Int32Array[], room: ScoringRoom) => {
  const engine = makeReferenceEngine(model, initialWeights(model, 1), {
    optimizer: makeOptimizer({ kind: "adagrad", learningRate: NaN, epsilon: 1, weightDecay: 0 }),
    ...{ clip: "none", loss: "token-mean", seed: 1 },
  });
  const evaluate: Engine["Service"]["evaluate"] = (batch) => {
    assert.ok(batch.lengths.length <= room.rows && tokenCount(batch) <= room.tokens);
    return engine.evaluate(batch);
  };
  return Effect.runSync(
    rowLosses(rows, room).pipe(Effect.provideService(Engine, { ...engine, evaluate })),
  );
};

const row = fc.array(fc.nat(4), { minLength: 2, maxLength: 30 }).map((ids) => Int32Array.from(ids));
const room = fc.integer({ min: 1, max: 6 }).chain((rows) =>
  fc.record({ rows: fc.constant(rows), tokens: fc.integer({ min: rows, max: 20 }) })
);

describe("rowLosses", () => {
  it("are those of each row by itself, whatever the room", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), room, (rows, room) => {
        const alone = rows.map((row) => lossesIn([row], { rows: 1, tokens: 30 })[0]!);
        assert.deepEqual(lossesIn(rows, room), alone);
        alone.forEach((losses, i) => assert.equal(losses.length, rows[i]!.length - 1));
      }),
      { numRuns: 40 },
    );
  });
});
