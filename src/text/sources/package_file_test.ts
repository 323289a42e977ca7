import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { checkPackageFiles, packageFileMistake } from "./package_file.ts";

describe("packageFileMistake", () => {
  it("refuses what can lead out of the package", () => {
    for (
      const pattern of [
        "../a.txt",
        "..",
        "data/../../a.txt",
        "data/..",
        "{data,..}/*.txt",
        "{..,data}/*.txt",
        "/etc/passwd",
        "{/etc,data}/passwd",
        "{data,/etc}/passwd",
        "C:\\text.txt",
        "\\\\server\\text.txt",
        "..\\a.txt",
      ]
    ) {
      assert.equal(
        packageFileMistake(pattern),
        `${JSON.stringify(pattern)} leads out of the package, expected files in it`,
      );
    }
  });
  it("takes files in it", () => {
    for (
      const pattern of [
        "a.txt",
        "data/*.{txt,md}",
        "a..b/c...txt",
        "\\[1\\].txt",
        "...",
        "-",
        "a: b",
      ]
    ) {
      assert.equal(packageFileMistake(pattern), undefined, pattern);
    }
  });
});

describe("checkPackageFiles", () => {
  let base = "";
  before(() => {
    base = mkdtempSync(join(tmpdir(), "unroll-"));
    mkdirSync(join(base, "package", "data"), { recursive: true });
    writeFileSync(join(base, "secret.txt"), "a secret");
    writeFileSync(join(base, "package", "data", "a.txt"), "a text");
    symlinkSync(join(base, "secret.txt"), join(base, "package", "data", "link.txt"));
    symlinkSync("a.txt", join(base, "package", "data", "within.txt"));
    symlinkSync("..", join(base, "package", "up"));
    symlinkSync("package", join(base, "linked"));
  });
  after(() => rmSync(base, { recursive: true }));

  it("refuses a file that is a link out, or lies behind one", () => {
    for (const file of ["data/link.txt", "up/secret.txt"]) {
      assert.throws(() => checkPackageFiles(join(base, "package"), [file], "corpus.files"), {
        _tag: "OutsidePackage",
        message: new RegExp(`^corpus\\.files: "${file}" leads out of the package to ".*secret`),
      });
    }
  });
  it("takes links within, and a package that is a link itself", () => {
    for (const folder of ["package", "linked"]) {
      checkPackageFiles(join(base, folder), ["data/a.txt", "data/within.txt"], "corpus.files");
    }
  });
});
