import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import { readExperiment } from "../../experiment/read_experiment.ts";
import { trialExperiment } from "../definition/trial_experiment.ts";
import { storeExperiment } from "../definition/stored_experiment.ts";
import type { Assignment } from "../space/space.ts";
import { withFittedValues } from "./with_fitted_values.ts";

/** A trial's experiment, and that of `run` with the values of the command that a sweep prints. */
const both = Effect.fnUntraced(function* (values: Assignment) {
  const folder = yield* testFolder;
  writeFileSync(join(folder, "text.txt"), "The cat sat. A dog, a bird.\n".repeat(200));
  const config = join(folder, "small.yaml");
  writeFileSync(
    config,
    "name: small\ncorpus: { path: text.txt }\nmodel: { cell: gru }\n" +
      "batch: { kind: contiguous }\n",
  );
  const base = yield* readExperiment(config);
  const set = Object.entries(withFittedValues(values, storeExperiment(base, folder)))
    .map(([path, value]) => [path, `${value}`]);
  const alone = yield* readExperiment(config, { set: Object.fromEntries(set) });
  return { trial: Result.getOrThrow(trialExperiment(base, values)), alone: alone.experiment };
});

describe("a trial's values with fitted ones", () => {
  for (
    const values of [
      { "training.epochs": 2 },
      { "batch.length": 7 },
      { "training.epochs": 2, "training.stop.patience": 9 },
      { "training.epochs": 2, "training.stop": "none" },
      { "model.hidden": 8 },
    ]
  ) {
    effect(`give run the trial's experiment: ${Object.keys(values)}`, function* () {
      const { trial, alone } = yield* both(values);
      assert.deepEqual(alone, trial);
    });
  }

  it("are the trial's alone where nothing else depends on them, or is fitted", () => {
    const experiment = { training: { stop: { patience: 3 } }, batch: { size: 8 } };
    assert.deepEqual(withFittedValues({ seed: 1 }, experiment), { seed: 1 });
    const epochs = { "training.epochs": 1 };
    assert.deepEqual(withFittedValues(epochs, { training: { stop: "none" } }), epochs);
  });
});
