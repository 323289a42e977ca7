import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { RunError } from "../errors.ts";
import {
  isTemporary,
  replaceLinkSync,
  temporaryPath,
  writeFile,
  writeFlushed,
} from "./atomic_write.ts";
import { effect } from "../test_effect.ts";
import { testFolder } from "../test_folder.ts";

describe("writeFile", () => {
  effect("replaces a file and leaves nothing beside it", function* () {
    const folder = yield* testFolder;
    const file = path.join(folder, "a.json");
    yield* writeFile(file, "one");
    yield* writeFile(file, new TextEncoder().encode("größer"));
    assert.equal(fs.readFileSync(file, "utf8"), "größer");
    assert.deepEqual(fs.readdirSync(folder), ["a.json"]);
  });

  effect("is not led astray by what an interrupted write left", function* () {
    const folder = yield* testFolder;
    const file = path.join(folder, "a.json");
    const victim = path.join(folder, "victim");
    fs.writeFileSync(victim, "safe");
    fs.symlinkSync(victim, temporaryPath(file));
    yield* writeFile(file, "new");
    assert.equal(fs.readFileSync(victim, "utf8"), "safe");
    assert.equal(fs.readFileSync(file, "utf8"), "new");
  });

  effect("keeps the old one and says why when it can't", function* () {
    const folder = yield* testFolder;
    const file = path.join(folder, "a");
    fs.mkdirSync(path.join(file, "full"), { recursive: true });
    const error = yield* Effect.flip(writeFile(file, "new"));
    assert.ok(error instanceof RunError);
    assert.match(error.message, /^Cannot write ".*a": [A-Z].* \(E[A-Z]+\)$/);
    assert.deepEqual(fs.readdirSync(folder), ["a"]);
    assert.deepEqual(fs.readdirSync(file), ["full"]);
  });

  effect("names a folder that is gone", function* () {
    const folder = yield* testFolder;
    const file = path.join(folder, "gone", "a");
    const error = yield* Effect.flip(writeFile(file, "new"));
    assert.equal(error.message, `Cannot write "${file}": It does not exist (ENOENT)`);
  });
});

describe("writeFlushed", () => {
  effect("never writes over a file", function* () {
    const folder = yield* testFolder;
    const file = path.join(folder, "a");
    writeFlushed(file, "one");
    assert.throws(() => writeFlushed(file, "two"), { code: "EEXIST" });
    assert.equal(fs.readFileSync(file, "utf8"), "one");
  });
});

describe("replaceLinkSync", () => {
  effect("points a link elsewhere, and gives way where something else has the name", function* () {
    const folder = yield* testFolder;
    const link = path.join(folder, "last");
    for (const target of ["checkpoints/a", "checkpoints/b"]) {
      replaceLinkSync(target, link);
      assert.equal(fs.readlinkSync(link), target);
    }
    fs.mkdirSync(path.join(folder, "best"));
    replaceLinkSync("checkpoints/a", path.join(folder, "best"));
    assert.deepEqual(fs.readdirSync(folder).sort(), ["best", "last"]);
  });
});

describe("isTemporary", () => {
  it("knows the names of temporaryPath and no others", () => {
    assert.ok(isTemporary(path.basename(temporaryPath("/x/manifest.json"))));
    for (const name of ["manifest.json", ".lock", "a.1.tmp", ".a.tmp"]) {
      assert.ok(!isTemporary(name), name);
    }
  });
});
