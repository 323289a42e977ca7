import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect, SynchronizedRef } from "effect";
import { effect } from "../base/test_effect.ts";
import { RunError } from "../base/errors.ts";
import { rewindCheckpoints, writeCheckpoint } from "./checkpoint.ts";
import { type CheckpointContent, checkpointName } from "./checkpoint_folder.ts";
import { takeRun } from "./existing_run.ts";
import { readManifest } from "./manifest.ts";
import type { Run } from "./run_directory.ts";
import { failing, newFolder, testRun } from "./test_support.ts";

function content(value: number): CheckpointContent {
  const tensors = new Map([["w", { shape: [2], data: Float32Array.of(value, -value) }]]);
  return { model: tensors, optimizer: new Map(), carried: undefined, state: { value } };
}

const write = (run: Run, step: number, options: { metric?: number; best?: boolean } = {}) =>
  writeCheckpoint(run, {
    step,
    epochs: 0,
    content: content(step),
    metric: options.metric ?? null,
    best: options.best ?? false,
    keep: 2,
  });

const foldersOf = (run: Run) => fs.readdirSync(path.join(run.directory, "checkpoints")).sort();
const manifestOf = (run: Run) => SynchronizedRef.getUnsafe(run.manifest);

describe("writeCheckpoint", () => {
  effect("writes the files, lists them, and points the links at them", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    const entry = yield* write(run, 200, { metric: 4.5, best: true });
    assert.equal(entry.name, "step-00000200");
    assert.deepEqual(foldersOf(run), ["step-00000200"]);
    assert.deepEqual(
      fs.readdirSync(path.join(folder, "checkpoints", entry.name)).sort(),
      ["model.safetensors", "optimizer.safetensors", "state.json"],
    );
    for (const link of ["best", "last"]) {
      assert.equal(fs.readlinkSync(path.join(folder, link)), "checkpoints/step-00000200");
    }
    const manifest = yield* readManifest(folder);
    assert.deepEqual(manifest, manifestOf(run));
    assert.deepEqual(manifest.checkpoints, [entry]);
    assert.deepEqual([manifest.best, manifest.last], [entry.name, entry.name]);
    assert.deepEqual(manifest.outcome, { status: "running", steps: 200, epochs: 0, best: 4.5 });
  });

  effect("keeps the newest, the best and the last", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    yield* write(run, 100, { metric: 5, best: true });
    for (const step of [200, 300, 400, 500]) yield* write(run, step, { metric: 6 });
    assert.deepEqual(foldersOf(run), [100, 400, 500].map(checkpointName));
    yield* write(run, 600, { metric: 4, best: true });
    assert.deepEqual(foldersOf(run), [500, 600].map(checkpointName));
    assert.deepEqual(manifestOf(run).checkpoints.map(({ step }) => step), [500, 600]);
  });

  effect("replaces the one of the same step", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    yield* write(run, 100);
    yield* write(run, 100, { metric: 3, best: true });
    yield* write(run, 100);
    assert.deepEqual(foldersOf(run), ["step-00000100"]);
    assert.deepEqual(manifestOf(run).checkpoints.map(({ metric }) => metric), [3]);
    assert.equal(manifestOf(run).best, "step-00000100");
  });

  effect("leaves the run as it was when it can't be written", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    yield* write(run, 100);
    const before = manifestOf(run);
    fs.rmSync(path.join(folder, "checkpoints"), { recursive: true });
    const error = yield* failing(writeCheckpoint(run, {
      step: 200,
      epochs: 0,
      content: content(200),
      metric: null,
      best: true,
      keep: 1,
    }));
    assert.ok(error instanceof RunError);
    assert.match(error.message, /^Cannot write ".*step-00000200": It does not exist/);
    assert.deepEqual(manifestOf(run), before);
    assert.deepEqual(yield* readManifest(folder), before);
  });
});

describe("a write of a step's second checkpoint that was cut off", () => {
  const replaced = (run: Run) => path.join(run.directory, "checkpoints", ".step-00000100.replaced");
  const current = (run: Run) => path.join(run.directory, "checkpoints", "step-00000100");
  const stateOf = (run: Run) => fs.readFileSync(path.join(current(run), "state.json"), "utf8");

  effect("before the new one was in place: the old one is put back", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    yield* write(run, 100);
    const state = stateOf(run);
    fs.renameSync(current(run), replaced(run));
    yield* Effect.scoped(takeRun(folder));
    assert.equal(stateOf(run), state);
    assert.deepEqual(foldersOf(run), ["step-00000100"]);
  });

  effect("before the manifest knew the new one: the old one is put back", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    yield* write(run, 100);
    const state = stateOf(run);
    fs.cpSync(current(run), replaced(run), { recursive: true });
    fs.writeFileSync(path.join(current(run), "state.json"), "{}");
    yield* Effect.scoped(takeRun(folder));
    assert.equal(stateOf(run), state);
    assert.deepEqual(foldersOf(run), ["step-00000100"]);
  });

  effect("after the manifest knew the new one: the old one is removed", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    yield* write(run, 100);
    const state = stateOf(run);
    fs.cpSync(current(run), replaced(run), { recursive: true });
    fs.writeFileSync(path.join(replaced(run), "state.json"), "{}");
    yield* Effect.scoped(takeRun(folder));
    assert.equal(stateOf(run), state);
    assert.deepEqual(foldersOf(run), ["step-00000100"]);
  });
});

describe("rewindCheckpoints", () => {
  effect("forgets what came after, and finds the best of the rest", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    yield* write(run, 100, { metric: 5, best: true });
    yield* write(run, 200, { metric: 6 });
    yield* write(run, 300, { metric: 6 });
    yield* write(run, 400, { metric: 7 });
    yield* rewindCheckpoints(run, checkpointName(300));
    assert.deepEqual(foldersOf(run), [100, 300].map(checkpointName));
    assert.equal(manifestOf(run).best, checkpointName(100));
    assert.equal(manifestOf(run).last, checkpointName(300));
    assert.equal(manifestOf(run).outcome.best, 5);
    assert.equal(
      fs.readlinkSync(path.join(folder, "last")),
      `checkpoints/${checkpointName(300)}`,
    );
    yield* rewindCheckpoints(run, undefined);
    assert.deepEqual(foldersOf(run), []);
    assert.deepEqual([manifestOf(run).best, manifestOf(run).last], [null, null]);
    assert.ok(!fs.readdirSync(folder).some((name) => name === "best" || name === "last"));
  });
});
