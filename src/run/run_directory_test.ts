import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect, SynchronizedRef } from "effect";
import { InputError, RunError } from "../base/errors.ts";
import { readManifest } from "./manifest.ts";
import { noteEnded } from "./outcome.ts";
import { isNameOfRun, openRun, runPath, startRun, updateManifest } from "./run_directory.ts";
import { failureOf, inFolder, runScoped, testHash, testManifest } from "./test_support.ts";

const optionsIn = (runs: string, again = false) => ({ runs, name: "small", hash: testHash, again });

/** Opens a run and fills its directory. */
const started = (runs: string, again = false) =>
  Effect.gen(function* () {
    const opened = yield* openRun(optionsIn(runs, again));
    assert.equal(opened.state, "new");
    return yield* startRun({
      directory: opened.directory,
      config: "name: small\n",
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
  it(
    "makes NAME-HASH8, with the folders above it",
    inFolder(async (folder) => {
      const runs = path.join(folder, "a", "runs");
      const run = await runScoped(started(runs));
      assert.equal(run.directory, path.join(runs, "small-3f9c2a1b"));
      assert.deepEqual(fs.readdirSync(run.directory).sort(), [
        ".lock",
        "checkpoints",
        "config.yaml",
        "manifest.json",
        "metrics.jsonl",
        "vocabulary.json",
      ]);
      assert.deepEqual(await Effect.runPromise(readManifest(run.directory)), testManifest());
    }),
  );

  it(
    "tells a finished run from an unfinished one and touches neither",
    inFolder(async (runs) => {
      await runScoped(started(runs));
      const opened = await runScoped(openRun(optionsIn(runs)));
      assert.equal(opened.state, "unfinished");
      fs.rmSync(opened.directory, { recursive: true });
      await runScoped(finish(runs));
      const again = await runScoped(openRun(optionsIn(runs)));
      assert.ok(again.state === "finished");
      assert.equal(again.manifest.outcome.steps, 9);
      assert.match(again.manifest.ended ?? "", /^\d{4}-.*Z$/);
      assert.deepEqual(fs.readdirSync(runs), ["small-3f9c2a1b"]);
    }),
  );

  it(
    "with again takes the next free number",
    inFolder(async (runs) => {
      await runScoped(finish(runs, true));
      await runScoped(started(runs, true));
      await runScoped(started(runs, true));
      assert.deepEqual(fs.readdirSync(runs).sort(), [
        "small-3f9c2a1b",
        "small-3f9c2a1b-2",
        "small-3f9c2a1b-3",
      ]);
      assert.equal((await runScoped(openRun(optionsIn(runs)))).state, "finished");
    }),
  );

  it(
    "starts afresh where a run was killed before it had a manifest",
    inFolder(async (runs) => {
      fs.mkdirSync(path.join(runs, "small-3f9c2a1b"));
      fs.writeFileSync(path.join(runs, "small-3f9c2a1b", "config.yaml"), "name: sm");
      const run = await runScoped(started(runs));
      assert.equal(
        fs.readFileSync(path.join(run.directory, "config.yaml"), "utf8"),
        "name: small\n",
      );
    }),
  );

  it(
    "refuses a run that another process is at work on, before and after its manifest is there",
    inFolder((runs) =>
      runScoped(Effect.gen(function* () {
        const opened = yield* openRun(optionsIn(runs));
        const second = yield* Effect.flip(Effect.scoped(openRun(optionsIn(runs))));
        assert.match(second.message, /in use by another process/);
        yield* startRun({
          directory: opened.directory,
          config: "",
          vocabulary: "",
          manifest: testManifest(),
        });
        const third = yield* Effect.flip(Effect.scoped(openRun(optionsIn(runs))));
        assert.match(third.message, /in use by another process/);
      }))
    ),
  );

  it(
    "refuses a directory of another hash with the same beginning",
    inFolder(async (runs) => {
      await runScoped(finish(runs));
      const hash = testHash.replace(/0$/, "1");
      const error = await failureOf(openRun({ ...optionsIn(runs), hash }));
      assert.ok(error instanceof InputError);
      assert.match(error.message, /holds another run/);
    }),
  );

  for (const name of ["", "..", ".hidden", "a/b", "a\\b", "a\0b", "-x", "x".repeat(101)]) {
    it(
      `refuses the name ${JSON.stringify(name.slice(0, 10))}`,
      inFolder(async (runs) => {
        const error = await failureOf(openRun({ ...optionsIn(runs), name }));
        assert.ok(error instanceof InputError);
        assert.deepEqual(fs.readdirSync(runs), []);
      }),
    );
  }

  it(
    "says why when nothing can be written",
    inFolder(async (folder) => {
      const runs = path.join(folder, "file");
      fs.writeFileSync(runs, "");
      const error = await failureOf(openRun(optionsIn(runs)));
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^Cannot write ".*": A part of the path is not a folder/);
    }),
  );
});

describe("updateManifest", () => {
  it(
    "loses no change of two at once, and keeps memory and disk alike",
    inFolder(async (runs) => {
      const run = await runScoped(started(runs));
      const add = updateManifest(run, (m) => ({ ...m, command: [...m.command, "x"] }));
      await Effect.runPromise(Effect.all([add, add, add], { concurrency: "unbounded" }));
      const onDisk = await Effect.runPromise(readManifest(run.directory));
      assert.equal(onDisk.command.length, testManifest().command.length + 3);
      assert.deepEqual(SynchronizedRef.getUnsafe(run.manifest), onDisk);
    }),
  );

  it(
    "fails with one line when the directory has vanished",
    inFolder(async (runs) => {
      const run = await runScoped(started(runs));
      fs.rmSync(run.directory, { recursive: true });
      const error = await failureOf(updateManifest(run, (manifest) => manifest));
      assert.ok(error instanceof RunError);
      assert.match(error.message, /^Cannot write ".*manifest.json": It does not exist \(ENOENT\)$/);
    }),
  );
});

describe("isNameOfRun", () => {
  it("knows the names of an experiment's runs and no other", () => {
    const hash = testHash;
    const own = [1, 2, 9, 10, 123].map((count) => path.basename(runPath("r", "a-2", hash, count)));
    for (const name of own) assert.ok(isNameOfRun(name, "a-2", hash), name);
    const others = ["a-2", "a-2-3f9c2a1c", "b-3f9c2a1b", "a-2-3f9c2a1b-1", "a-2-3f9c2a1b-02"]
      .concat("a-2-3f9c2a1b-2-2", "../a-2-3f9c2a1b", "a-2-3f9c2a1b/..", "a-2-3f9c2a1b-2 ");
    for (const name of others) assert.ok(!isNameOfRun(name, "a-2", hash), name);
  });
});
