import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { expandGlob, expandGlobSync, GlobTooWide } from "./expand_glob.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-glob-"));
after(() => rmSync(folder, { recursive: true }));
for (const below of ["a", "a/b", "c", "c/[1]"]) {
  mkdirSync(join(folder, below));
  for (let i = 1; i < 6; i++) writeFileSync(join(folder, below, `${i}.txt`), "");
}
const all = () => true;
symlinkSync("../a", join(folder, "c", "link"));

describe("expandGlob", () => {
  it("finds the same with and without pauses", async () => {
    const patterns = ["**/*.txt", "a/*.txt", "{a,c}/[12].txt", "c/[[]1]/?.txt", "*", "x/*"];
    const counts = [20, 5, 4, 5, 2, 0];
    for (const [i, pattern] of patterns.entries()) {
      const found = await expandGlob(pattern, folder, all);
      assert.equal(found.length, counts[i], `${pattern}: ${found}`);
      assert.deepEqual(found.sort(), expandGlobSync(pattern, folder, all).sort());
    }
  });

  it("refuses to walk further than a number of files and folders", async () => {
    await assert.rejects(expandGlob("**/*.none", folder, all, undefined, 10), GlobTooWide);
    assert.throws(() => expandGlobSync("**/*.none", folder, all, 10), GlobTooWide);
    assert.deepEqual(await expandGlob("**/*.none", folder, all, undefined, 100), []);
  });

  it("leaves out what is not to be kept", async () => {
    const keep = (path: string) => path.endsWith("3.txt");
    assert.deepEqual(await expandGlob("a/*", folder, keep), [join("a", "3.txt")]);
    assert.deepEqual(expandGlobSync("a/*", folder, keep), [join("a", "3.txt")]);
  });

  it("is not bounded by the files of a folder that it names", async () => {
    assert.equal((await expandGlob("a/*.txt", folder, all, undefined, 2)).length, 5);
  });

  it("ends when it is asked to, amid the walk", async () => {
    const controller = new AbortController();
    const walk = expandGlob("/**/*.no-such-ending", "/", all, controller.signal);
    setTimeout(() => controller.abort(), 30);
    await assert.rejects(walk, { name: "AbortError" });
  });
});
