import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { RefusedExperiment } from "../../base/errors.ts";
import { effect } from "../../base/test_effect.ts";
import { decodeExperiment } from "../decode_experiment.ts";
import { experimentModel } from "./experiment_model.ts";

const plain = {
  name: "small",
  corpus: { path: "text.txt" },
  model: { cell: "own", embedding: 4, hidden: 4 },
  cells: { own: { state: "h", equations: "h' = tanh(W x + U h)" } },
};

describe("experimentModel", () => {
  effect("has the lengths of the experiment and of the vocabulary", function* () {
    const model = yield* experimentModel(yield* decodeExperiment(plain), 9, undefined, undefined);
    const { vocabulary, parameters } = model;
    assert.equal(vocabulary, 9);
    assert(parameters.some(({ rows, columns }) => rows === 4 && columns === 4));
  });

  effect("refuses a wrong cell with the place in its equations", function* () {
    const experiment = yield* decodeExperiment(plain);
    const cells = { own: { ...experiment.cells["own"]!, equations: "k = h\nh' = W x + z" } };
    const error = yield* Effect.flip(
      experimentModel({ ...experiment, cells }, 9, undefined, undefined),
    );
    assert(error instanceof RefusedExperiment);
    const lines = error.message.split("\n");
    assert.match(lines[0]!, /^cells\.own\.equations: Line 1, column 1: Name "k" is defined but/);
    assert.match(lines[1]!, /^cells\.own\.equations: Line 2, column 12: .*"z"/);
    assert.equal(lines.length, 2);
  });

  effect("refuses one that is too large to be trained anywhere", function* () {
    const experiment = yield* decodeExperiment(plain);
    const error = yield* Effect.flip(experimentModel(experiment, 2 ** 28, undefined, undefined));
    assert(error instanceof RefusedExperiment);
    assert.match(error.message, /^model: Expected at most 268,435,456 parameters, got 2,[\d,]+: /);
  });
});
