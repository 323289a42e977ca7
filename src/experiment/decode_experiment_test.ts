import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import fc from "fast-check";
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { InputError } from "../base/errors.ts";
import { decodeExperiment } from "./decode_experiment.ts";

const decode = (object: unknown) => Effect.runPromise(Effect.result(decodeExperiment(object)));

const valid = { name: "a", corpus: { path: "t.txt" }, model: { cell: "gru" } };

describe("decodeExperiment", () => {
  it("resolves an object, paths from the working directory", async () => {
    const result = await decode(valid);
    assert.ok(Result.isSuccess(result));
    assert.equal(result.success.corpus.path, resolve("t.txt"));
    assert.equal(result.success.training.epochs, 3);
    assert.equal(valid.corpus.path, "t.txt");
  });

  it("places mistakes by their key path", async () => {
    const result = await decode({
      ...valid,
      seed: -1,
      model: { cell: "gru", hiden: 3 },
    });
    assert.ok(Result.isFailure(result));
    assert.deepEqual(result.failure.message.split("\n").sort(), [
      'model.hiden: Unknown key, did you mean "hidden"?',
      "seed: Expected a whole number from 0 to 4294967295, got -1",
    ]);
  });

  it("finds broken rules beside other mistakes, between the parts that are right", async () => {
    const result = await decode({
      ...valid,
      seed: -1,
      model: { cell: "gruu" },
    });
    assert.ok(Result.isFailure(result));
    assert.match(
      result.failure.message,
      /model\.cell: Unknown cell "gruu", did you mean "gru"\?/,
    );
  });

  it("takes a schedule's floor up to the learning rate", async () => {
    const floor = async (floor: number) => {
      const optimizer = { kind: "adam", learningRate: 0.01 };
      return (await decode({
        ...valid,
        training: { optimizer, schedule: { kind: "cosine", floor } },
      }))
        ._tag;
    };
    assert.deepEqual([await floor(0.01), await floor(0.011)], ["Success", "Failure"]);
  });

  it("saves no best checkpoint by default where nothing is kept for validation", async () => {
    const best = async (object: unknown) => {
      const result = await decode(object);
      return Result.isSuccess(result) ? result.success.checkpoint.best : result.failure.message;
    };
    const corpus = { path: "t.txt", split: { valid: 0 } };
    assert.equal(await best(valid), "valid.loss");
    assert.equal(await best({ ...valid, corpus }), "none");
    assert.equal(
      await best({ ...valid, corpus, checkpoint: { best: "train.loss" } }),
      "train.loss",
    );
  });

  it("is a value or an InputError for anything", async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (value) => {
        for (
          const object of [value, { ...valid, training: value }, {
            ...valid,
            cells: value,
          }]
        ) {
          const result = await decode(object);
          assert.ok(
            Result.isSuccess(result) || result.failure instanceof InputError,
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});
