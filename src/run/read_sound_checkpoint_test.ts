import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect, Logger, Option, Schema, SynchronizedRef } from "effect";
import { effect } from "../base/test_effect.ts";
import { InputError } from "../base/errors.ts";
import { writeCheckpoint } from "./checkpoint.ts";
import { checkpointName } from "./checkpoint_folder.ts";
import { readLastCheckpoint, readWeights } from "./read_sound_checkpoint.ts";
import type { Manifest } from "./manifest.ts";
import type { Run } from "./run_directory.ts";
import { failing, newFolder, testRun } from "./test_support.ts";

const State = Schema.Struct({ step: Schema.Natural, rate: Schema.Finite });

/** A run with checkpoints after 100, 200 and 300 steps, that after 200 the best. */
const threeCheckpoints = Effect.fnUntraced(function* (folder: string) {
  const run = testRun(folder);
  for (const step of [100, 200, 300]) {
    yield* writeCheckpoint(run, {
      step,
      epochs: 0,
      content: {
        model: new Map([["w", { shape: [1], data: Float32Array.of(step) }]]),
        optimizer: new Map([["m.w", { shape: [1], data: Float32Array.of(-step) }]]),
        carried: new Map([["0.h", { shape: [1, 1], data: Float64Array.of(step / 3) }]]),
        state: { step, rate: 0.1 },
      },
      metric: step === 200 ? 4 : 5,
      best: step <= 200,
      keep: 3,
    });
  }
  return run;
});

/** Runs an effect and gives what it warned of beside its value. */
const withWarnings = Effect.fnUntraced(function* <A, E>(effect: Effect.Effect<A, E>) {
  const warnings: string[] = [];
  const logger = Logger.make(({ message }) => void warnings.push(String(message)));
  const value = yield* Effect.provide(effect, Logger.layer([logger]));
  return [value, warnings] as const;
});

const last = (run: Run) =>
  readLastCheckpoint(run.directory, SynchronizedRef.getUnsafe(run.manifest), State, 1000);
const weights = (run: Run, name?: string) =>
  readWeights(run.directory, SynchronizedRef.getUnsafe(run.manifest), 1000, name);
const fileOf = (run: Run, step: number, name: string) =>
  path.join(run.directory, "checkpoints", checkpointName(step), name);

function flipBit(file: string, at: number) {
  const bytes = fs.readFileSync(file);
  assert.ok(at < bytes.length);
  bytes[at]! ^= 1;
  fs.writeFileSync(file, bytes);
}

/** A manifest that says another size of the newest weights' file. */
const withSize = (bytes: number) => (manifest: Manifest): Manifest => ({
  ...manifest,
  checkpoints: manifest.checkpoints.map((entry) => {
    if (entry.step < 300) return entry;
    const model = { ...entry.files["model.safetensors"], bytes };
    return { ...entry, files: { ...entry.files, "model.safetensors": model } };
  }),
});

describe("readLastCheckpoint", () => {
  effect("gives back the newest, whole", function* () {
    const folder = yield* newFolder;
    const run = yield* threeCheckpoints(folder);
    const [found, warnings] = yield* withWarnings(last(run));
    const checkpoint = Option.getOrThrow(found);
    assert.equal(checkpoint.entry.step, 300);
    assert.deepEqual(checkpoint.model.get("w")?.data, Float32Array.of(300));
    assert.deepEqual(checkpoint.optimizer.get("m.w")?.data, Float32Array.of(-300));
    assert.deepEqual(checkpoint.carried?.get("0.h")?.data, Float64Array.of(100));
    assert.deepEqual(checkpoint.state, { step: 300, rate: 0.1 });
    assert.deepEqual(warnings, []);
  });

  effect("works without links and on a directory that was moved", function* () {
    const folder = yield* newFolder;
    const from = path.join(folder, "from");
    fs.mkdirSync(from);
    const run = yield* threeCheckpoints(from);
    for (const link of ["best", "last"]) fs.rmSync(path.join(from, link), { force: true });
    const to = path.join(folder, "to");
    fs.renameSync(from, to);
    const [found] = yield* withWarnings(last({ ...run, directory: to }));
    assert.equal(Option.getOrThrow(found).entry.step, 300);
  });

  const faults: [string, (run: Run) => void, RegExp][] = [
    [
      "a flipped bit in the weights",
      (run) => flipBit(fileOf(run, 300, "model.safetensors"), 65),
      /"step-00000300" is skipped: ".*model.safetensors" is damaged/,
    ],
    [
      "an optimizer file cut short",
      (run) => fs.truncateSync(fileOf(run, 300, "optimizer.safetensors"), 20),
      /optimizer.safetensors" is 20 bytes long, \d+ were written$/,
    ],
    [
      "a carried state that is missing",
      (run) => fs.rmSync(fileOf(run, 300, "carried.safetensors")),
      /Cannot read ".*carried.safetensors": It does not exist/,
    ],
    [
      "a state in which a number was changed",
      (run) => flipBit(fileOf(run, 300, "state.json"), 12),
      /state.json" is damaged/,
    ],
    [
      "a folder that is missing",
      (run) => fs.rmSync(path.dirname(fileOf(run, 300, "x")), { recursive: true }),
      /"step-00000300" is skipped/,
    ],
  ];
  for (const listed of [false, true]) {
    const says = listed ? "expected at most \\d+$" : "\\d+ were written$";
    faults.push([
      `weights of 3 GiB that are one hole, ${
        listed ? "listed so" : "unlike those written"
      }, unread`,
      (run) => {
        const bytes = 3 * 1024 ** 3;
        fs.truncateSync(fileOf(run, 300, "model.safetensors"), bytes);
        if (listed) Effect.runSync(SynchronizedRef.update(run.manifest, withSize(bytes)));
      },
      new RegExp(`model.safetensors" is ${3 * 1024 ** 3} bytes long, ${says}`),
    ]);
  }
  for (const [name, damage, warning] of faults) {
    effect(`skips ${name} for the one before, and says so`, function* () {
      const folder = yield* newFolder;
      const run = yield* threeCheckpoints(folder);
      damage(run);
      const [found, warnings] = yield* withWarnings(last(run));
      assert.equal(Option.getOrThrow(found).state.step, 200);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, warning);
    });
  }

  effect("fails when every one is damaged, and gives none where none was written", function* () {
    const folder = yield* newFolder;
    const run = yield* threeCheckpoints(folder);
    for (const step of [100, 200, 300]) flipBit(fileOf(run, step, "model.safetensors"), 0);
    const quiet = Effect.provide(last(run), Logger.layer([]));
    const error = yield* failing(quiet);
    assert.ok(error instanceof InputError);
    assert.match(error.message, /^Every checkpoint of ".*" is damaged: "step-00000300", /);
    const empty = { ...SynchronizedRef.getUnsafe(run.manifest), checkpoints: [] };
    const none = yield* readLastCheckpoint(folder, empty, State, 1000);
    assert.ok(Option.isNone(none));
  });
});

describe("readWeights", () => {
  effect("takes the best, or the one that is named", function* () {
    const folder = yield* newFolder;
    const run = yield* threeCheckpoints(folder);
    assert.equal((yield* weights(run)).entry.step, 200);
    const named = yield* weights(run, "step-00000100");
    assert.deepEqual(named.model.get("w")?.data, Float32Array.of(100));
  });

  effect("turns to those before, then to those after", function* () {
    const folder = yield* newFolder;
    const run = yield* threeCheckpoints(folder);
    flipBit(fileOf(run, 200, "model.safetensors"), 3);
    assert.equal((yield* withWarnings(weights(run)))[0].entry.step, 100);
    flipBit(fileOf(run, 100, "model.safetensors"), 3);
    const [found, warnings] = yield* withWarnings(weights(run));
    assert.equal(found.entry.step, 300);
    assert.equal(warnings.length, 2);
  });

  effect("names the checkpoints that there are", function* () {
    const folder = yield* newFolder;
    const run = yield* threeCheckpoints(folder);
    const error = yield* failing(weights(run, "step-00000150"));
    assert.match(error.message, /has no checkpoint "step-00000150", there are step-00000100, /);
    const bare = path.join(folder, "bare");
    fs.mkdirSync(bare);
    const none = yield* failing(weights(testRun(bare)));
    assert.match(none.message, /has no checkpoint, there is none$/);
  });
});
