import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Effect } from "effect";
import { trainExperiment } from "../pipelines/train.ts";
import { readExperiment } from "../src/experiment/read_experiment.ts";
import { commandLine } from "./support/command_line.ts";
import { succeeded } from "./support/in_process.ts";
import { root } from "./support/program.ts";
import { metricsLines, onlyRun, readJson } from "./support/run_files.ts";
import { watch } from "./support/sweep_in_process.ts";
import { testFolder } from "./support/test_folder.ts";

/** A part of the corpus where the whole takes its time to be read or looked at. */
const files: Readonly<Record<string, string>> = {
  "addresses.yaml": "data/*199*.txt",
  "moby-char.yaml": "data/chapter_4?.txt",
  "tutorial.yaml": "data/chapter_4?.txt",
};

describe("each config of the repository", () => {
  for (const name of readdirSync(join(root, "configs")).filter((name) => /\.yaml$/.test(name))) {
    it(`trains: ${name}`, async () => {
      const runs = testFolder({});
      const set = {
        "metrics.every": "2 steps",
        ...(files[name] === undefined ? {} : { "corpus.files": files[name] }),
      };
      const read = await succeeded(readExperiment(join(root, "configs", name), { set }));
      const training = watch(Effect.scoped(trainExperiment({ ...read, runs, again: false })));
      await training.says(/ step 6 /);
      await training.stop();
      const run = onlyRun(runs)!;
      const lines = metricsLines(run).filter(({ step, note }) => step > 0 && note === undefined);
      assert.deepEqual(lines.slice(0, 3).map(({ step }) => step), [2, 4, 6]);
      assert(lines.every(({ loss }) => loss > 0 && loss < 12), training.said());
      assert(readJson(run, "manifest.json").outcome.steps >= 6);
    });
  }

  it("is found right by check, with its plan", async () => {
    const config = join(root, "configs", "names.yaml");
    const { status, stdout, stderr } = await commandLine("check", config);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^# parameters: [\d,]+$/m);
  });
});
