import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { InputError } from "../base/errors.ts";
import { readRun, takeRun } from "./existing_run.ts";
import { failureOf, inFolder, runScoped, testManifest, testRun } from "./test_support.ts";

describe("readRun", () => {
  it(
    "reads manifest, config and vocabulary, and writes nothing",
    inFolder(async (folder) => {
      testRun(folder);
      fs.writeFileSync(path.join(folder, "config.yaml"), "name: small");
      fs.writeFileSync(path.join(folder, "vocabulary.json"), "[1]");
      const before = fs.readdirSync(folder);
      const run = await Effect.runPromise(readRun(folder));
      assert.deepEqual(run.manifest, testManifest());
      assert.equal(run.config, "name: small");
      assert.equal(run.vocabulary, "[1]");
      assert.deepEqual(fs.readdirSync(folder), before);
    }),
  );

  it(
    "names what is no run directory",
    inFolder(async (folder) => {
      const error = await failureOf(readRun(folder));
      assert.ok(error instanceof InputError);
      assert.equal(error.message, `"${folder}" is not a run directory: it has no manifest.json`);
    }),
  );

  it(
    "refuses files that lie elsewhere",
    inFolder(async (folder) => {
      testRun(folder);
      fs.rmSync(path.join(folder, "config.yaml"));
      fs.symlinkSync("/etc/passwd", path.join(folder, "config.yaml"));
      assert.match((await failureOf(readRun(folder))).message, /leads out of the run directory/);
    }),
  );
});

describe("takeRun", () => {
  it(
    "clears away what interrupted writes left, and nothing else",
    inFolder(async (folder) => {
      testRun(folder);
      const inside = path.join(folder, "checkpoints");
      for (const name of [".manifest.json.17.tmp", "notes.txt", ".best.17.tmp"]) {
        fs.writeFileSync(path.join(folder, name), "x");
      }
      for (const name of ["step-00000100", ".step-00000200.17.tmp", "mine"]) {
        fs.mkdirSync(path.join(inside, name));
        fs.writeFileSync(path.join(inside, name, "x"), "x");
      }
      await runScoped(takeRun(folder));
      assert.deepEqual(fs.readdirSync(inside), ["mine"]);
      assert.deepEqual(fs.readdirSync(folder).sort(), [
        ".lock",
        "checkpoints",
        "config.yaml",
        "manifest.json",
        "metrics.jsonl",
        "notes.txt",
        "vocabulary.json",
      ]);
    }),
  );

  it(
    "is for one process at a time",
    inFolder((folder) => {
      testRun(folder);
      return runScoped(Effect.gen(function* () {
        yield* takeRun(folder);
        const error = yield* Effect.flip(Effect.scoped(takeRun(folder)));
        assert.match(error.message, /in use by another process/);
        yield* readRun(folder);
      }));
    }),
  );

  for (const name of ["metrics.jsonl", "checkpoints"]) {
    it(
      `refuses ${name} that lies elsewhere`,
      inFolder(async (folder) => {
        const run = path.join(folder, "run");
        fs.mkdirSync(run);
        testRun(run);
        fs.mkdirSync(path.join(folder, "elsewhere"));
        fs.rmSync(path.join(run, name), { recursive: true });
        fs.symlinkSync(path.join(folder, "elsewhere"), path.join(run, name));
        const error = await failureOf(takeRun(run));
        assert.match(error.message, /leads out of the run directory/);
      }),
    );
  }
});
