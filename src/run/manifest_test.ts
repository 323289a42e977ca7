import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import fc from "fast-check";
import { InputError } from "../errors.ts";
import { readManifest, writeManifest } from "./manifest.ts";
import { failureOf, inFolder, testManifest } from "./test_support.ts";

const sha = "cd".repeat(32);
const file = { bytes: 3, sha256: sha };
const entry = {
  name: "step-00000200",
  step: 200,
  metric: 4.5,
  files: { "model.safetensors": file, "optimizer.safetensors": file, "state.json": file },
};

describe("readManifest", () => {
  it(
    "gives back what writeManifest wrote",
    inFolder(async (folder) => {
      const manifest = {
        ...testManifest(),
        checkpoints: [entry],
        best: entry.name,
        last: entry.name,
      };
      await Effect.runPromise(writeManifest(folder, manifest));
      assert.deepEqual(await Effect.runPromise(readManifest(folder)), manifest);
    }),
  );

  const wrong: [string, unknown, RegExp][] = [
    ["a list", [], /Expected/],
    [
      "another version",
      { ...testManifest(), format: 2 },
      /has format 2, this version of Unroll reads 1$/,
    ],
    ["a hostile version", { format: { toString: 1 } }, /has an unknown format/],
    ["no seed", { ...testManifest(), seed: undefined }, /seed: Missing key/],
    ["a last that leaves the directory", { ...testManifest(), last: "../../etc" }, /last: /],
    [
      "a checkpoint that leaves the directory",
      { ...testManifest(), checkpoints: [{ ...entry, name: "step-00000200/../../x" }] },
      /checkpoints.0.name: Expected a checkpoint's name/,
    ],
    [
      "a negative size",
      {
        ...testManifest(),
        checkpoints: [{
          ...entry,
          files: { ...entry.files, "state.json": { ...file, bytes: -1 } },
        }],
      },
      /checkpoints.0.files.state.json.bytes: /,
    ],
    [
      "two mistakes",
      { ...testManifest(), seed: "x", started: "yesterday" },
      /seed: .*; started: Expected a time in UTC/,
    ],
    ["deep nesting", JSON.parse("[".repeat(5000) + "]".repeat(5000)), /Expected|nested/],
  ];
  for (const [name, json, message] of wrong) {
    it(
      `refuses ${name}`,
      inFolder(async (folder) => {
        fs.writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(json));
        const error = await failureOf(readManifest(folder));
        assert.ok(error instanceof InputError);
        assert.match(error.message, message);
        assert.ok(error.message.length < 2000 && !error.message.includes("\n"));
      }),
    );
  }

  it(
    "answers any JSON or any text with a mistake",
    inFolder((folder) => {
      const text = fc.oneof(fc.json(), fc.string());
      return fc.assert(
        fc.asyncProperty(text, async (text) => {
          fs.writeFileSync(path.join(folder, "manifest.json"), text);
          assert.ok(await failureOf(readManifest(folder)) instanceof InputError);
        }),
        { numRuns: 50 },
      );
    }),
  );
});
