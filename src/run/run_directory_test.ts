import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect, SynchronizedRef } from "effect";
import { effect } from "../base/test_effect.ts";
import { InputError, RunError } from "../base/errors.ts";
import { readManifest } from "./manifest.ts";
import { noteEnded } from "./outcome.ts";
import { openRun, startRun, updateManifest } from "./run_directory.ts";
import { failing, newFolder, testHash, testManifest } from "./test_support.ts";

const optionsIn = (runs: string, again = false) => ({ runs, name: "small", hash: testHash, again });

/** Opens a run and fills its directory. */
const started = (runs: string, again = false) =>
  Effect.gen(function* () {
    const opened = yield* openRun(optionsIn(runs, again));
    assert.equal(opened.state, "new");
    return yield* startRun({
      directory: opened.directory,
      config: "name: small\n",
      vocabularyFile: "vocabulary.json",
      vocabulary: "[]",
      manifest: testManifest(),
    });
  });

const finish = (runs: string, again = false) =>
  Effect.gen(function* () {
    const run = yield* started(runs, again);
    yield* noteEnded(run, { status: "finished", steps: 9, epochs: 3, best: 4.5 });
    return run;
  });

describe("openRun", () => {
  effect("makes NAME-HASH8, with the folders above it", function* () {
    const folder = yield* newFolder;
    const runs = path.join(folder, "a", "runs");
    const run = yield* Effect.scoped(started(runs));
    assert.equal(run.directory, path.join(runs, "small-3f9c2a1b"));
    assert.deepEqual(fs.readdirSync(run.directory).sort(), [
      ".lock",
      "checkpoints",
      "config.yaml",
      "manifest.json",
      "metrics.jsonl",
      "vocabulary.json",
    ]);
    assert.deepEqual(yield* readManifest(run.directory), testManifest());
  });

  effect("tells a finished run from an unfinished one and touches neither", function* () {
    const runs = yield* newFolder;
    yield* Effect.scoped(started(runs));
    const opened = yield* Effect.scoped(openRun(optionsIn(runs)));
    assert.equal(opened.state, "unfinished");
    fs.rmSync(opened.directory, { recursive: true });
    yield* Effect.scoped(finish(runs));
    const again = yield* Effect.scoped(openRun(optionsIn(runs)));
    assert.ok(again.state === "finished");
    assert.equal(again.manifest.outcome.steps, 9);
    assert.match(again.manifest.ended ?? "", /^\d{4}-.*Z$/);
    assert.deepEqual(fs.readdirSync(runs), ["small-3f9c2a1b"]);
  });

  effect("with again takes the next free number", function* () {
    const runs = yield* newFolder;
    yield* Effect.scoped(finish(runs, true));
    yield* Effect.scoped(started(runs, true));
    yield* Effect.scoped(started(runs, true));
    assert.deepEqual(fs.readdirSync(runs).sort(), [
      "small-3f9c2a1b",
      "small-3f9c2a1b-2",
      "small-3f9c2a1b-3",
    ]);
    assert.equal((yield* Effect.scoped(openRun(optionsIn(runs)))).state, "finished");
  });

  effect("starts afresh where a run was killed before it had a manifest", function* () {
    const runs = yield* newFolder;
    fs.mkdirSync(path.join(runs, "small-3f9c2a1b"));
    fs.writeFileSync(path.join(runs, "small-3f9c2a1b", "config.yaml"), "name: sm");
    const run = yield* Effect.scoped(started(runs));
    assert.equal(
      fs.readFileSync(path.join(run.directory, "config.yaml"), "utf8"),
      "name: small\n",
    );
  });

  effect(
    "refuses a run that another process is at work on, before and after its manifest is there",
    function* () {
      const runs = yield* newFolder;
      const { directory } = yield* openRun(optionsIn(runs));
      const second = yield* failing(openRun(optionsIn(runs)));
      assert.match(second.message, /in use by another process/);
      yield* startRun({
        directory,
        config: "",
        vocabularyFile: "vocabulary.json",
        vocabulary: "",
        manifest: testManifest(),
      });
      const third = yield* failing(openRun(optionsIn(runs)));
      assert.match(third.message, /in use by another process/);
    },
  );

  effect("refuses a directory of another hash with the same beginning", function* () {
    const runs = yield* newFolder;
    yield* Effect.scoped(finish(runs));
    const hash = testHash.replace(/0$/, "1");
    const error = yield* failing(openRun({ ...optionsIn(runs), hash }));
    assert.ok(error instanceof InputError);
    assert.match(error.message, /holds another run/);
  });

  for (const name of ["", "..", ".hidden", "a/b", "a\\b", "a\0b", "-x", "x".repeat(101)]) {
    effect(`refuses the name ${JSON.stringify(name.slice(0, 10))}`, function* () {
      const runs = yield* newFolder;
      const error = yield* failing(openRun({ ...optionsIn(runs), name }));
      assert.ok(error instanceof InputError);
      assert.deepEqual(fs.readdirSync(runs), []);
    });
  }

  effect("says why when nothing can be written", function* () {
    const folder = yield* newFolder;
    const runs = path.join(folder, "file");
    fs.writeFileSync(runs, "");
    const error = yield* failing(openRun(optionsIn(runs)));
    assert.ok(error instanceof InputError);
    assert.match(error.message, /^Cannot write ".*": A part of the path is not a folder/);
  });
});

describe("updateManifest", () => {
  effect("loses no change of two at once, and keeps memory and disk alike", function* () {
    const runs = yield* newFolder;
    const run = yield* Effect.scoped(started(runs));
    const add = updateManifest(run, (m) => ({ ...m, command: [...m.command, "x"] }));
    yield* Effect.all([add, add, add], { concurrency: "unbounded" });
    const onDisk = yield* readManifest(run.directory);
    assert.equal(onDisk.command.length, testManifest().command.length + 3);
    assert.deepEqual(SynchronizedRef.getUnsafe(run.manifest), onDisk);
  });

  effect("fails with one line when the directory has vanished", function* () {
    const runs = yield* newFolder;
    const run = yield* Effect.scoped(started(runs));
    fs.rmSync(run.directory, { recursive: true });
    const error = yield* failing(updateManifest(run, (manifest) => manifest));
    assert.ok(error instanceof RunError);
    assert.match(error.message, /^Cannot write ".*manifest.json": It does not exist \(ENOENT\)$/);
  });
});
