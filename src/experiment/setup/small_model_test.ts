import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { decodeExperiment } from "../decode_experiment.ts";
import { smallModel } from "./small_model.ts";

const small = (model: object, cell: object = { equations: "h' = tanh(U x + W h)" }) =>
  Effect.gen(function* () {
    const experiment = yield* decodeExperiment({
      name: "a",
      corpus: { path: "a.txt" },
      cells: { own: { state: "h", ...cell } },
      model: { cell: "own", hidden: 100, embedding: 64, ...model },
    });
    return yield* smallModel(experiment, undefined, undefined);
  });

const sizes = async (...given: Parameters<typeof small>) => {
  const { config: { embedding, hidden, layers, truncate, dropout }, model, whole } = await Effect
    .runPromise(small(...given));
  return { embedding, hidden, layers, truncate, dropout, whole, vocabulary: model.vocabulary };
};
const usual = {
  embedding: 3,
  hidden: 4,
  layers: 1,
  truncate: "full",
  dropout: 0,
  whole: false,
  vocabulary: 6,
};

describe("smallModel", () => {
  it("has unequal lengths, so that none can stand for another", async () => {
    assert.deepEqual(await sizes({}), usual);
    const kept = { layers: 2, dropout: 0.5 };
    assert.deepEqual(await sizes({ ...kept, truncate: 3 }), { ...usual, ...kept });
    assert.deepEqual(await sizes({ embedding: "none" }), { ...usual, embedding: "none" });
  });

  it("has equal lengths where the cell wants them", async () => {
    const cell = { equations: "h' = tanh(W h + x)", input: "hidden" };
    assert.deepEqual(await sizes({ hidden: 64 }, cell), { ...usual, embedding: 4 });
  });

  it("has an embedding as long as the output where weights are tied", async () => {
    const cell = { state: { h: 64 }, equations: "h' = tanh(U x + W h)" };
    assert.deepEqual(await sizes({ tied: true }, cell), { ...usual, embedding: 64 });
  });

  it("keeps the lengths of a cell that fixes them by numbers", async () => {
    const cell = { equations: "h' = tanh(U x + W h)", input: 64 };
    const whole = { embedding: 64, hidden: 100, whole: true, vocabulary: 20 };
    assert.deepEqual(await sizes({}, cell), { ...usual, ...whole });
  });
});
