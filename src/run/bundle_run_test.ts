import assert from "node:assert/strict";
import * as fs from "node:fs";
import { Buffer } from "node:buffer";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { sha256 } from "../base/files/sha256.ts";
import { packRun, unpackRun } from "./bundle_run.ts";
import { writeCheckpoint } from "./checkpoint.ts";
import { readManifest, writeManifest } from "./manifest.ts";
import { failureOf, inFolder, testHash, testRun } from "./test_support.ts";

const texts = { "config.yaml": "name: small\n", "vocabulary.json": "[]", "metrics.jsonl": "{}\n" };

/** A run with the texts that its manifest names, and three checkpoints, of which the first is best. */
async function runWithCheckpoints(folder: string): Promise<string> {
  const directory = path.join(folder, "run");
  fs.mkdirSync(directory);
  const run = testRun(directory);
  for (const [name, text] of Object.entries(texts)) {
    fs.writeFileSync(path.join(directory, name), text);
  }
  for (const step of [10, 20, 30]) {
    const model = new Map([["w", { shape: [2], data: Float32Array.of(step, -step) }]]);
    const content = { model, optimizer: new Map(), carried: undefined, state: { step } };
    const best = step === 10;
    await Effect.runPromise(
      writeCheckpoint(run, { step, epochs: 0, content, metric: step, best, keep: 3 }),
    );
  }
  const manifest = await Effect.runPromise(readManifest(directory));
  const [config, vocabulary] = [texts["config.yaml"], texts["vocabulary.json"]].map(sha256);
  const hashes = { ...manifest.hashes, config: config!, vocabulary: vocabulary! };
  await Effect.runPromise(writeManifest(directory, { ...manifest, hashes }));
  return directory;
}

/** Contents by path of all files below a folder, links left out. */
const filesOf = (folder: string): Map<string, string> =>
  new Map(
    fs.readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), fs.readFileSync(file, "latin1")]),
  );

const damaged = "The store holds a damaged copy of a run";

describe("packRun and unpackRun", () => {
  it(
    "give a run again, of its checkpoints the best and the last",
    inFolder(async (folder) => {
      const directory = await runWithCheckpoints(folder);
      const copy = path.join(folder, "copy");
      const bundle = await Effect.runPromise(packRun(directory));
      await Effect.runPromise(unpackRun(copy, bundle, testHash));
      const [before, after] = [filesOf(directory), filesOf(copy)];
      const manifest = await Effect.runPromise(readManifest(copy));
      assert.deepEqual(manifest.checkpoints.map(({ step }) => step), [10, 30]);
      assert.deepEqual([manifest.best, manifest.last], ["step-00000010", "step-00000030"]);
      before.delete("manifest.json");
      after.delete("manifest.json");
      for (const name of before.keys()) if (name.includes("step-00000020")) before.delete(name);
      assert.deepEqual(after, before);
    }),
  );

  it(
    "refuse a copy of another run, and one of which a byte is missing, added or changed",
    inFolder(async (folder) => {
      const bundle = await Effect.runPromise(packRun(await runWithCheckpoints(folder)));
      const copy = path.join(folder, "copy");
      const refusal = async (bundle: Uint8Array, hash = testHash) =>
        (await failureOf(unpackRun(copy, bundle, hash))).message;
      assert.equal(await refusal(bundle, "0".repeat(64)), damaged);
      assert.equal(await refusal(bundle.subarray(0, -1)), damaged);
      assert.equal(await refusal(Uint8Array.of(...bundle, 0)), damaged);
      for (const text of [texts["config.yaml"], texts["vocabulary.json"], '"step"']) {
        const changed = Buffer.from(bundle);
        const at = changed.indexOf(text);
        assert(at > 0, text);
        changed[at] = changed[at]! ^ 1;
        assert.equal(await refusal(changed), damaged, text);
      }
      assert(!fs.existsSync(copy));
    }),
  );

  it(
    "refuse what is no bundle",
    inFolder(async (folder) => {
      const file = (name: string) => {
        const header = new TextEncoder().encode(JSON.stringify([{ name, bytes: 0 }]));
        const bundle = new Uint8Array(4 + header.length);
        new DataView(bundle.buffer).setUint32(0, header.length, true);
        bundle.set(header, 4);
        return bundle;
      };
      const directory = path.join(folder, "run");
      for (
        const bundle of [new Uint8Array(3), new Uint8Array(9), file("../x"), file("config.yaml")]
      ) {
        const { message } = await failureOf(unpackRun(directory, bundle, "0".repeat(64)));
        assert.equal(message, damaged);
      }
      assert(!fs.existsSync(directory));
    }),
  );

  it(
    "say that a directory is no run",
    inFolder(async (folder) => {
      const { message } = await failureOf(packRun(folder));
      const manifest = path.join(folder, "manifest.json");
      assert.equal(message, `Cannot read "${manifest}": It does not exist (ENOENT)`);
    }),
  );
});
