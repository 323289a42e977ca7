import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { absolutePaths } from "./absolute_paths.ts";
import { relativePaths } from "./relative_paths.ts";
import { withoutPaths } from "./without_paths.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-paths-"));
after(() => rmSync(folder, { recursive: true }));

const plain = (path: string, valid = "v.txt", gates = "g.ts") => ({
  name: "a",
  gates,
  corpus: { path, split: { files: { valid } } },
});

describe("absolutePaths", () => {
  it("starts from a folder, whose name is no pattern; a file of gates is never one", () => {
    assert.deepEqual(
      absolutePaths(plain("../*.txt", "/v.txt"), () => ["/x/d[1]"]),
      plain("/x/*.txt", "/v.txt", "/x/d[1]/g.ts"),
    );
    assert.deepEqual(
      absolutePaths(plain("b[2]/*.txt"), () => ["/d[1]"]),
      plain("/d[[]1]/b[2]/*.txt", "/d[[]1]/v.txt", "/d[1]/g.ts"),
    );
  });

  it("leaves standard input and packages alone", () => {
    const packaged = { corpus: { npm: "p", files: "data/*", path: "x" } };
    assert.deepEqual(absolutePaths(packaged, () => ["/x"]), packaged);
    const input = { corpus: { path: "-" } };
    assert.deepEqual(absolutePaths(input, () => ["/x"]), input);
  });

  it("knows the folder of a run, and files of weights, from the word for a vocabulary", () => {
    const run = (path: string) => ({ from: { run: path, vocabulary: "keep" } });
    assert.deepEqual(absolutePaths(run("runs/a-1"), () => ["/x"]), run("/x/runs/a-1"));
    mkdirSync(join(folder, "three", "runs"), { recursive: true });
    assert.deepEqual(
      absolutePaths(run("runs"), () => [join(folder, "four"), join(folder, "three")]),
      run(join(folder, "three", "runs")),
    );
    const files = (weights: string, vocabulary: string) => ({ from: { weights, vocabulary } });
    assert.deepEqual(
      absolutePaths(files("w", "keep"), () => ["/x"]),
      files("/x/w", "/x/keep"),
    );
  });

  it("takes the first folder where a file is, each path by itself, or else the first", () => {
    for (const name of ["one", "two"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "one", "g.ts"), "");
    writeFileSync(join(folder, "two", "v.txt"), "");
    assert.deepEqual(
      absolutePaths(plain("*.md", "*.txt"), () => [join(folder, "one"), join(folder, "two")]),
      plain(
        join(folder, "one", "*.md"),
        join(folder, "two", "*.txt"),
        join(folder, "one", "g.ts"),
      ),
    );
  });
});

describe("relativePaths", () => {
  const relative = (path: string, from: string) =>
    (relativePaths({ corpus: { path } }, from) as { corpus: { path: string } }).corpus.path;

  it("are relative where more than the root is shared", () => {
    assert.equal(relative("/home/me/p/text.txt", "/home/me/p/runs/a-1"), "../../text.txt");
    assert.equal(relative("/home/me/c/*.txt", "/home/me/p/runs/a-1"), "../../../c/*.txt");
    assert.equal(relative("/data/text.txt", "/home/me/p/runs/a-1"), "/data/text.txt");
    assert.equal(relative("/p/-", "/p"), "/p/-");
    assert.equal(relative("-", "/p"), "-");
  });

  it("are found again by absolutePaths, and moved with their folder", () => {
    const name = fc.constantFrom("a", "b", "c[1]", "{d,e}", "f*", "-", "ü");
    const path = fc.array(name, { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(path, path, path, (above, from, file) => {
      const absolute = (head: readonly string[]) =>
        absolutePaths({ corpus: { path: [...file, "*.txt"].join("/") } }, () => [
          `/${head.join("/")}`,
        ]);
      const stored = relativePaths(absolute(above), `/${[...above, ...from].join("/")}`);
      const back = (head: readonly string[]) =>
        absolutePaths(stored, () => [`/${[...head, ...from].join("/")}`]);
      assert.deepEqual(back(above), absolute(above));
      const moved = ["elsewhere", ...above, "x"];
      assert.deepEqual(back(moved), absolute(moved));
    }));
  });
});

describe("withoutPaths", () => {
  it("leaves what decides how files are read and which there are", () => {
    assert.deepEqual(
      withoutPaths({
        gates: "g.ts",
        corpus: { path: "a", format: "lines", split: { files: { valid: "v", test: "t" } } },
      }),
      { corpus: { format: "lines", split: { files: { valid: "", test: "" } } } },
    );
    assert.deepEqual(
      withoutPaths({ corpus: { npm: "p", files: "f", split: { valid: 0.1 } } }),
      { corpus: { split: { valid: 0.1 } } },
    );
    assert.deepEqual(withoutPaths({ from: { run: "r", vocabulary: "keep" } }), {
      from: { vocabulary: "keep" },
    });
    assert.deepEqual(withoutPaths({ from: { weights: "w", vocabulary: "v" } }), { from: {} });
    assert.deepEqual(withoutPaths({ name: "a" }), { name: "a" });
  });
});
