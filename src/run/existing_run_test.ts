import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { effect } from "../base/test_effect.ts";
import { InputError } from "../base/errors.ts";
import { readRun, takeRun } from "./existing_run.ts";
import { failing, newFolder, testManifest, testRun } from "./test_support.ts";

describe("readRun", () => {
  effect("reads manifest, config and vocabulary, and writes nothing", function* () {
    const folder = yield* newFolder;
    testRun(folder);
    fs.writeFileSync(path.join(folder, "config.yaml"), "name: small");
    fs.writeFileSync(path.join(folder, "vocabulary.json"), "[1]");
    const before = fs.readdirSync(folder);
    const run = yield* readRun(folder);
    assert.deepEqual(run.manifest, testManifest());
    assert.equal(run.config, "name: small");
    assert.equal(run.vocabulary, "[1]");
    assert.deepEqual(fs.readdirSync(folder), before);
  });

  effect("names what is no run directory", function* () {
    const folder = yield* newFolder;
    const error = yield* failing(readRun(folder));
    assert.ok(error instanceof InputError);
    assert.equal(error.message, `"${folder}" is not a run directory: it has no manifest.json`);
  });

  effect("refuses files that lie elsewhere", function* () {
    const folder = yield* newFolder;
    testRun(folder);
    fs.rmSync(path.join(folder, "config.yaml"));
    fs.symlinkSync("/etc/passwd", path.join(folder, "config.yaml"));
    assert.match((yield* failing(readRun(folder))).message, /leads out of the run directory/);
  });
});

describe("takeRun", () => {
  effect("clears away what interrupted writes left, and nothing else", function* () {
    const folder = yield* newFolder;
    testRun(folder);
    const inside = path.join(folder, "checkpoints");
    for (const name of [".manifest.json.17.tmp", "notes.txt", ".best.17.tmp"]) {
      fs.writeFileSync(path.join(folder, name), "x");
    }
    for (const name of ["step-00000100", ".step-00000200.17.tmp", "mine"]) {
      fs.mkdirSync(path.join(inside, name));
      fs.writeFileSync(path.join(inside, name, "x"), "x");
    }
    yield* Effect.scoped(takeRun(folder));
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
  });

  effect("is for one process at a time", function* () {
    const folder = yield* newFolder;
    testRun(folder);
    yield* takeRun(folder);
    const error = yield* failing(takeRun(folder));
    assert.match(error.message, /in use by another process/);
    yield* readRun(folder);
  });

  for (const name of ["metrics.jsonl", "checkpoints"]) {
    effect(`refuses ${name} that lies elsewhere`, function* () {
      const folder = yield* newFolder;
      const run = path.join(folder, "run");
      fs.mkdirSync(run);
      testRun(run);
      fs.mkdirSync(path.join(folder, "elsewhere"));
      fs.rmSync(path.join(run, name), { recursive: true });
      fs.symlinkSync(path.join(folder, "elsewhere"), path.join(run, name));
      const error = yield* failing(takeRun(run));
      assert.match(error.message, /leads out of the run directory/);
    });
  }
});
