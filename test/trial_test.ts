/** A run that a sweep pauses and goes on with, in this process. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { join } from "node:path";
import { Effect } from "effect";
import { runTrial } from "../src/trainer/trial.ts";
import { trainExperiment } from "../pipelines/train.ts";
import { decodeExperiment } from "../src/experiment/decode_experiment.ts";
import { RefusedExperiment } from "../src/base/errors.ts";
import { listRuns } from "../src/use/list_runs.ts";
import { lockDirectory } from "../src/base/files/lock.ts";
import { loadCorpus } from "../src/experiment/setup/load_corpus.ts";
import { madeSentences } from "./support/made_text.ts";
import { readJson, resultOf } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(120).join(" ") });
const config = {
  name: "trial",
  corpus: { path: join(folder, "text.txt") },
  tokenizer: { kind: "word", vocabulary: 30 },
  batch: { kind: "sentences", size: 8 },
  model: { cell: "gru", embedding: 6, hidden: 8, dropout: 0.2 },
  training: { epochs: 3, evaluate: { every: "5 steps" }, optimizer: { kind: "adam" } },
  checkpoint: { every: "7 steps" },
  metrics: { every: "3 steps", sinks: ["jsonl"] },
  engine: { workers: 1, gemm: "wasm" },
};

const trial = (runs: string, pauseAfter: number | undefined, patience = 0, given: object = {}) =>
  Effect.gen(function* () {
    const experiment = yield* decodeExperiment({ ...config, ...given });
    const corpus = yield* loadCorpus(experiment);
    let steps = 0;
    const result = yield* runTrial({
      experiment,
      corpus,
      gates: undefined,
      runs: join(folder, runs),
      goal: "minimize",
      pauseAfter,
      patience,
      onStep: () => steps++,
      onDirectory: () => {},
      onSetOut: () => Effect.void,
    });
    return { ...result, steps };
  });

describe("a trial", () => {
  it("that pauses ends with the bytes of a run that did not", async () => {
    const { whole, directory, losses } = await Effect.runPromise(Effect.gen(function* () {
      const experiment = yield* decodeExperiment(config);
      const whole = yield* Effect.scoped(trainExperiment({
        experiment,
        source: undefined,
        gates: undefined,
        runs: join(folder, "whole"),
        again: false,
      }));
      const losses: number[] = [];
      let directory = "";
      for (const pause of [5, 13, 14, undefined]) {
        const result = yield* trial("paused", pause);
        directory = result.directory;
        losses.push(result.loss);
        const { status, steps } = readJson(directory, "manifest.json").outcome;
        assert.deepEqual([status, steps], pause ? ["paused", pause] : ["finished", whole.steps]);
      }
      return { whole, directory, losses };
    }));
    assert.deepEqual(resultOf(directory), resultOf(whole.directory));
    assert.equal(losses.at(-1), whole.best?.loss);
    assert.deepEqual(losses, losses.toSorted((a, b) => b - a));
  });

  it("that is done so far trains nothing", async () => {
    const [paused, again, finished, reused, earlier] = await Effect.runPromise(
      Effect.forEach([10, 10, undefined, undefined, 10], (pause) => trial("reused", pause)),
    );
    assert.deepEqual([paused!.reused, paused!.steps], [false, 10]);
    assert.deepEqual([again!.reused, again!.steps, again!.loss], [true, 0, paused!.loss]);
    assert.deepEqual([reused!.reused, reused!.steps, reused!.loss], [true, 0, finished!.loss]);
    assert.deepEqual([earlier!.reused, earlier!.loss], [true, paused!.loss]);
  });

  it("leaves a directory alone that another process holds", async () => {
    const { first, beside, after } = await Effect.runPromise(Effect.gen(function* () {
      const first = yield* trial("held", 10);
      const beside = yield* Effect.scoped(
        Effect.andThen(lockDirectory(first.directory), trial("held", undefined)),
      );
      return { first, beside, after: yield* trial("held", undefined) };
    }));
    assert.equal(beside.directory, `${first.directory}-2`);
    assert.equal(after.directory, first.directory);
    assert.deepEqual(resultOf(after.directory), resultOf(beside.directory));
  });

  it("that is too large for memory is refused before anything is written", async () => {
    const model = { cell: "gru", embedding: 6, hidden: 9000 };
    const error = await Effect.runPromise(Effect.flip(trial("large", undefined, 0, { model })));
    assert(error instanceof RefusedExperiment);
    assert.match(error.message, /^The model needs .* of memory, expected at most 4,096/);
    const runs = await Effect.runPromise(listRuns(join(folder, "large")));
    assert.deepEqual(runs, []);
  });

  it("says what to do where nothing was measured", async () => {
    const error = await Effect.runPromise(Effect.flip(trial("blind", 4)));
    assert.match(error.message, /^".*" was not measured .* by step 4: make training\.evaluate/);
  });
});
