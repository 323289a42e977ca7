import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "./support/command_line.ts";
import { root, start } from "./support/program.ts";
import { metricsLines, readJson } from "./support/run_files.ts";
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
      const folder = testFolder({});
      const config = join(root, "configs", name);
      const sets = [
        "metrics.every=2 steps",
        ...(files[name] ? [`corpus.files=${files[name]}`] : []),
      ];
      const args = ["run", config, ...sets.flatMap((set) => ["--set", set])];
      const { child, said, ended } = start(args, { folder });
      await said(/ step 6 /);
      child.kill("SIGINT");
      const { status, stderr } = await ended;
      assert.equal(status, 130, stderr);
      const run = join(folder, "runs", readdirSync(join(folder, "runs"))[0]!);
      const lines = metricsLines(run).filter(({ step, note }) => step > 0 && note === undefined);
      assert.deepEqual(lines.slice(0, 3).map(({ step }) => step), [2, 4, 6]);
      assert(lines.every(({ loss }) => loss > 0 && loss < 12), stderr);
      assert(readJson(run, "manifest.json").outcome.steps >= 6);
    });
  }

  it("is found right by check, with its plan", async () => {
    const folder = testFolder({});
    const config = join(root, "configs", "names.yaml");
    const { status, stdout, stderr } = await commandLine("check", config);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^# parameters: [\d,]+$/m);
    assert.deepEqual(readdirSync(folder).filter((entry) => entry === "runs"), []);
  });
});
