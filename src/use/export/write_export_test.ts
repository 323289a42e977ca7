import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import { placeFiles, placesOf } from "./place_files.ts";
import { writeExport } from "./write_export.ts";

const files = [
  { ending: ".onnx", content: Uint8Array.of(1, 2) },
  { ending: ".words.json", content: "[]" },
] as const;

const write = Effect.fnUntraced(function* (folder: string, name: string, card = "card") {
  const places = placesOf(files[0], join(folder, name));
  yield* writeExport(folder, placeFiles(files, card, places));
});

describe("writeExport", () => {
  effect("writes all files of a name, the card called as the main one", function* () {
    const folder = yield* testFolder;
    yield* write(folder, "a.onnx");
    yield* write(folder, "b.bin");
    const there = ["a.words.json", "a.onnx.README.md", "b.bin.words.json", "b.bin.README.md"];
    for (const name of there) assert.ok(existsSync(join(folder, name)), name);
  });

  effect("leaves what is there as it is, and writes nothing where that differs", function* () {
    const folder = yield* testFolder;
    writeFileSync(join(folder, "a.words.json"), "[]");
    yield* write(folder, "a.onnx");
    const again = yield* Effect.flip(write(folder, "a.onnx"));
    assert.match(again.message, /a\.onnx" is there already: choose another file with --output$/);
    writeFileSync(join(folder, "c.words.json"), "[1]");
    const other = yield* Effect.flip(write(folder, "c.onnx"));
    assert.match(other.message, /c\.words\.json" is there already/);
    assert.ok(!existsSync(join(folder, "c.onnx")));
    assert.equal(readFileSync(join(folder, "c.words.json"), "utf8"), "[1]");
    mkdirSync(join(folder, "d.onnx.README.md"));
    const folderThere = yield* Effect.flip(write(folder, "d.onnx"));
    assert.match(folderThere.message, /d\.onnx\.README\.md" is there already/);
  });
});
