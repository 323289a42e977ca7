import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { effect } from "../base/test_effect.ts";
import fc from "fast-check";
import { InputError } from "../base/errors.ts";
import { readManifest, writeManifest } from "./manifest.ts";
import { failing, newFolder, testManifest } from "./test_support.ts";

const sha = "cd".repeat(32);
const file = { bytes: 3, sha256: sha };
const entry = {
  name: "step-00000200",
  step: 200,
  metric: 4.5,
  files: { "model.safetensors": file, "optimizer.safetensors": file, "state.json": file },
};

/** Key paths of every value in a JSON value. */
function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key]))
    : [];
  return path.length === 0 ? inner : [path, ...inner];
}

/** The same value with another at a key path. */
function withValue(json: unknown, path: readonly string[], value: unknown): unknown {
  const changed: unknown = structuredClone(json);
  let at = changed as Record<string, unknown>; // every place's parent is an object or a list
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = value;
  return changed;
}

describe("readManifest", () => {
  effect("gives back what writeManifest wrote", function* () {
    const folder = yield* newFolder;
    const manifest = {
      ...testManifest(),
      checkpoints: [entry],
      best: entry.name,
      last: entry.name,
    };
    yield* writeManifest(folder, manifest);
    assert.deepEqual(yield* readManifest(folder), manifest);
  });

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
    [
      "a million wrong checkpoints",
      { ...testManifest(), checkpoints: Array(1e6).fill(0) },
      /^"[^"]*" is not a manifest: checkpoints.0: Expected object$/,
    ],
    ["deep nesting", JSON.parse("[".repeat(5000) + "]".repeat(5000)), /Expected|nested/],
  ];
  for (const [name, json, message] of wrong) {
    effect(`refuses ${name}`, function* () {
      const folder = yield* newFolder;
      fs.writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(json));
      const error = yield* failing(readManifest(folder));
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      assert.ok(error.message.length < 2000 && !error.message.includes("\n"));
    });
  }

  effect(
    "answers a right manifest with anything in one place of it with a manifest or a mistake",
    function* () {
      const folder = yield* newFolder;
      const sound = { ...testManifest(), checkpoints: [entry], last: entry.name, best: null };
      const places = placesOf(sound);
      const value = fc.oneof(
        fc.constantFrom(1e308, -1, 2 ** 53, "__proto__", "../..", "/", "\0", "step-00000200/.."),
        fc.jsonValue(),
      );
      const property = fc.property(fc.constantFrom(...places), value, (place, value) => {
        const json = JSON.stringify(withValue(sound, place, value));
        fs.writeFileSync(path.join(folder, "manifest.json"), json);
        const result = Effect.runSync(Effect.result(readManifest(folder)));
        if (result._tag === "Failure") assert.ok(result.failure instanceof InputError);
        else for (const { name } of result.success.checkpoints) assert.match(name, /^step-\d+$/);
      });
      fc.assert(property, { numRuns: 150 });
    },
  );

  effect("answers any JSON or any text with a mistake", function* () {
    const folder = yield* newFolder;
    const property = fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      fs.writeFileSync(path.join(folder, "manifest.json"), text);
      const error = Effect.runSync(Effect.flip(readManifest(folder)));
      assert.ok(error instanceof InputError);
    });
    fc.assert(property, { numRuns: 50 });
  });
});
