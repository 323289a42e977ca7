import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { InputError } from "../errors.ts";
import { readInside, readTextInside } from "./read_inside.ts";
import { effect } from "../test_effect.ts";
import { testFolder } from "../test_folder.ts";

describe("readInside", () => {
  effect("reads a file, through a link to the directory too", function* () {
    const folder = yield* testFolder;
    const run = path.join(folder, "run");
    fs.mkdirSync(run);
    fs.writeFileSync(path.join(run, "a"), "text");
    fs.symlinkSync(run, path.join(folder, "link"));
    assert.equal(
      yield* readTextInside(path.join(folder, "link"), "a", 4),
      "text",
    );
  });

  const wrong: [string, string, (run: string) => void, RegExp][] = [
    ["a path that leaves the directory", "../secret", () => {}, /leads out of the run directory/],
    [
      "a link that leaves the directory",
      "a",
      (run) => fs.symlinkSync(path.join(run, "..", "secret"), path.join(run, "a")),
      /leads out of the run directory/,
    ],
    [
      "a folder that is a link out of it",
      "checkpoints/secret",
      (run) => fs.symlinkSync("..", path.join(run, "checkpoints")),
      /leads out of the run directory/,
    ],
    ["a folder", "a", (run) => fs.mkdirSync(path.join(run, "a")), /Expected a plain file/],
    ["nothing", "a", () => {}, /^Cannot read ".*a": It does not exist \(ENOENT\)$/],
    [
      "a large file",
      "a",
      (run) => fs.writeFileSync(path.join(run, "a"), "12345678901"),
      /is 11 bytes long, expected at most 10$/,
    ],
  ];
  for (const [name, relative, make, message] of wrong) {
    effect(`refuses ${name}`, function* () {
      const folder = yield* testFolder;
      const run = path.join(folder, "run");
      fs.mkdirSync(run);
      fs.writeFileSync(path.join(folder, "secret"), "secret");
      make(run);
      const error = yield* Effect.flip(readInside(run, relative, 10));
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
    });
  }
});

describe("readTextInside", () => {
  effect("refuses what is not UTF-8", function* () {
    const folder = yield* testFolder;
    fs.writeFileSync(path.join(folder, "a"), Uint8Array.of(0xff));
    const error = yield* Effect.flip(readTextInside(folder, "a", 10));
    assert.match(error.message, /a" is not UTF-8$/);
  });
});
