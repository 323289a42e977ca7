import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { inFolderByName } from "./safe_name.ts";

describe("inFolderByName", () => {
  it("is a path in the folder for a folder's name", () => {
    for (const name of ["tiny-0a1b2c3d", "tiny-0a1b2c3d-2", "Größe_1.5-00000000", "_x"]) {
      assert.equal(Result.getOrThrow(inFolderByName("runs", name)), join("runs", name));
    }
  });

  it("refuses what leads anywhere else", () => {
    const names = [
      "",
      ".",
      "..",
      "../x",
      "a/b",
      "a\\b",
      "/etc",
      ".hidden",
      "a\0b",
      "a\nb",
      "x".repeat(101),
    ];
    for (const name of names) {
      const { message } = Result.getOrThrow(Result.flip(inFolderByName("runs", name)));
      assert.match(message, /^Name ".*" can't name a folder: allowed are /);
    }
  });
});
