import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect, Stream } from "effect";
import type { InputError } from "../../base/errors.ts";
import { effect } from "../../base/test_effect.ts";
import { partOfRows } from "./test_batch.ts";
import {
  batchCount,
  evaluationBatches,
  evaluationStream,
  trainingBatches,
  trainingStream,
} from "./batches.ts";
import type { BatchConfig } from "./schema.ts";

const sentences: BatchConfig = { kind: "sentences", size: 4, shuffle: true, maxLength: "none" };
const contiguous: BatchConfig = { kind: "contiguous", size: 2, length: 3 };
const part = partOfRows(Array.from({ length: 10 }, (_, i) => [i, i, i]));
const stream = partOfRows([Array.from({ length: 20 }, (_, i) => i)]);

describe("trainingStream and evaluationStream", () => {
  effect("give the batches of the generators, again each time they run", function* () {
    for (const [data, config] of [[part, sentences], [stream, contiguous]] as const) {
      const position = { epoch: 1, first: 1, seed: 7 };
      const training = trainingStream(data, config, position);
      const expected = [...trainingBatches(data, config, position)];
      assert.deepEqual(yield* Stream.runCollect(training), expected);
      assert.deepEqual(yield* Stream.runCollect(training), expected);
      assert.equal(expected.length, batchCount(data, config) - 1);
      assert.deepEqual(
        yield* Stream.runCollect(evaluationStream(data, config)),
        [...evaluationBatches(data, config)],
      );
    }
  });
  it("shuffle for training if the config says so, never for evaluation", () => {
    const order = (config: BatchConfig) =>
      [...trainingBatches(part, config, { epoch: 0, first: 0, seed: 1 })].flatMap((
        b,
      ) => [...b.inputs]).join();
    const inOrder = [...evaluationBatches(part, sentences)].flatMap((b) => [...b.inputs]).join();
    assert.equal(inOrder, Array.from(part.tokens).filter((_, i) => i % 3 < 2).join());
    assert.notEqual(order(sentences), inOrder);
    assert.equal(order({ ...sentences, shuffle: false }), inOrder);
  });
  effect("fail with the numbers where there is no batch", function* () {
    const fails = (run: Effect.Effect<unknown, InputError>, message: string) =>
      Effect.map(Effect.flip(run), (error) => assert.equal(error.message, message));
    const short = partOfRows([[1, 2, 3]]);
    const wide: BatchConfig = { ...contiguous, size: 3 };
    yield* fails(
      Stream.runDrain(evaluationStream(short, wide)),
      "batch.size: 3 parallel streams need at least 4 tokens, got 3",
    );
    yield* fails(
      Stream.runDrain(trainingStream(partOfRows([]), sentences, { epoch: 0, first: 0, seed: 0 })),
      "batch: Expected at least one sentence, got none",
    );
  });
  effect("make a batch only when it is asked for", function* () {
    const many = partOfRows(Array.from({ length: 1000 }, () => [1, 2]));
    let taken = 0;
    const first = yield* trainingStream(many, sentences, { epoch: 0, first: 0, seed: 0 }).pipe(
      Stream.mapArray((batches) => {
        taken += batches.length;
        return batches;
      }),
      Stream.take(1),
      Stream.runCollect,
    );
    assert.deepEqual([first.length, taken], [1, 1]);
  });
});
