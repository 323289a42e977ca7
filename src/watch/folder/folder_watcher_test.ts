import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Effect } from "effect";
import { sha256 } from "../../base/files/sha256.ts";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import type { Manifest } from "../../run/manifest.ts";
import { testManifest } from "../../run/test_support.ts";
import { folderWatcher } from "./folder_watcher.ts";

const config = "model: { hidden: 8 }\ntraining: { epochs: 3 }\n";

const writeRun = (directory: string, changes: Partial<Manifest>): void => {
  mkdirSync(directory, { recursive: true });
  const manifest = testManifest();
  const hashes = { ...manifest.hashes, config: sha256(config) };
  writeFileSync(join(directory, "config.yaml"), config);
  const file = join(directory, "manifest.json");
  writeFileSync(file, JSON.stringify({ ...manifest, hashes, ...changes }));
};

const finished = { status: "finished", steps: 9, epochs: 3, best: 2.5 } as const;

describe("folder watcher", () => {
  effect("tells the runs, the newest first, and what has changed", function* () {
    const folder = yield* testFolder;
    const look = folderWatcher(folder);
    assert.deepEqual(yield* look, []);
    writeRun(join(folder, "old"), { outcome: finished });
    writeRun(join(folder, "new"), { outcome: finished, started: "2026-02-02T00:00:00.000Z" });
    const [newer, older] = yield* look;
    assert.deepEqual(newer, {
      kind: "run",
      name: "new",
      status: "finished",
      started: "2026-02-02T00:00:00.000Z",
      steps: 9,
      epochs: 3,
      tokens: undefined,
      loss: 2.5,
      settings: { "model.hidden": 8, "training.epochs": 3 },
    });
    assert.equal(older?.name, "old");
    writeRun(join(folder, "old"), { outcome: { ...finished, steps: 12 } });
    rmSync(join(folder, "new"), { recursive: true });
    assert.deepEqual(
      (yield* look).map((one) => one.kind === "run" && [one.name, one.steps]),
      [["old", 12]],
    );
  });

  effect("leaves out what is damaged or something else", function* () {
    const folder = yield* testFolder;
    writeRun(join(folder, "whole"), { outcome: finished });
    mkdirSync(join(folder, "damaged"));
    writeFileSync(join(folder, "damaged", "manifest.json"), "{");
    mkdirSync(join(folder, "something"));
    writeFileSync(join(folder, "a file"), "");
    assert.deepEqual((yield* folderWatcher(folder)).map(({ name }) => name), ["whole"]);
  });

  effect("waits for a folder that is not there yet", function* () {
    const folder = join(yield* testFolder, "runs");
    const look = folderWatcher(folder);
    assert.deepEqual(yield* look, []);
    writeRun(join(folder, "first"), { outcome: finished });
    assert.equal((yield* look).length, 1);
  });

  effect("says that a file is no folder", function* () {
    const file = join(yield* testFolder, "a file");
    writeFileSync(file, "");
    assert.match((yield* Effect.flip(folderWatcher(file))).message, /a file/);
  });
});
