import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after } from "node:test";
import {
  expandGlob,
  expandGlobSync,
  GlobTooWide,
  type Look,
  UnreadableFolder,
} from "./expand_glob.ts";

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
    await assert.rejects(
      expandGlob("**/*.none", folder, all, undefined, { most: 10 }),
      GlobTooWide,
    );
    assert.throws(() => expandGlobSync("**/*.none", folder, all, { most: 10 }), GlobTooWide);
    assert.deepEqual(await expandGlob("**/*.none", folder, all, undefined, { most: 100 }), []);
  });

  it("leaves out what is not to be kept", async () => {
    const keep = (path: string) => path.endsWith("3.txt");
    assert.deepEqual(await expandGlob("a/*", folder, keep), [join("a", "3.txt")]);
    assert.deepEqual(expandGlobSync("a/*", folder, keep), [join("a", "3.txt")]);
  });

  it("is not bounded by the files of a folder that it names", async () => {
    assert.equal((await expandGlob("a/*.txt", folder, all, undefined, { most: 2 })).length, 5);
  });

  it("refuses a folder on its way that can't be looked into", async () => {
    const closed = (path: string): Look => (looked) => {
      if (looked === join(folder, path)) throw Object.assign(new Error(), { code: "EACCES" });
    };
    const cases = [
      ["**/*.txt", "a/b"],
      ["*/*.txt", "c"],
      ["*/link/*.txt", "c/link"],
      ["{a,c}/1.txt", "c"],
      ["{../x,a}/?.txt", "a"],
      ["*.txt", ""],
    ] as const;
    for (const [pattern, path] of cases) {
      const is = (error: unknown) => error instanceof UnreadableFolder && error.folder === path;
      const look = closed(path);
      await assert.rejects(expandGlob(pattern, folder, all, undefined, { look }), is, pattern);
      assert.throws(() => expandGlobSync(pattern, folder, all, { look }), is, pattern);
    }
    const beside = { look: closed("a/b") };
    assert.equal((await expandGlob("a/*.txt", folder, all, undefined, beside)).length, 5);
    const linked = { look: closed("c/link") };
    assert.equal((await expandGlob("**/*.txt", folder, all, undefined, linked)).length, 20);
  });

  it("lists a folder only where a pattern says names in it", async () => {
    const listed = async (pattern: string) => {
      const names: string[] = [];
      const look: Look = (path, list) => void (list && names.push(relative(folder, path)));
      await expandGlob(pattern, join(folder, "c"), all, undefined, { look });
      return new Set(names);
    };
    assert.deepEqual(await listed("{1,2}.txt"), new Set());
    assert.deepEqual(await listed("{../a,link}/*.txt"), new Set(["c", "c/link", "a"]));
    assert.deepEqual(await listed("{..,link}/*.txt"), new Set(["c", "", "c/link"]));
  });

  it("ends when it is asked to, amid the walk", async () => {
    const controller = new AbortController();
    let looks = 0;
    const look: Look = () => {
      if (++looks === 5) controller.abort();
    };
    const walk = expandGlob("/usr/**/*.no-such-ending", "/", all, controller.signal, { look });
    await assert.rejects(walk, { name: "AbortError" });
  });
});
