import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { isPrivate } from "./is_private.ts";

describe("isPrivate", () => {
  let base = "";
  const file = (mode: number, folderMode: number) => {
    const folder = mkdtempSync(join(base, "folder-"));
    const path = join(folder, "text.txt");
    writeFileSync(path, "text");
    chmodSync(path, mode);
    chmodSync(folder, folderMode);
    return path;
  };
  before(() => {
    base = mkdtempSync(join(tmpdir(), "unroll-"));
    chmodSync(base, 0o755);
    mkdirSync(join(base, "links"), { mode: 0o755 });
  });
  after(() => rmSync(base, { recursive: true }));

  it("goes by the file's mode", () => {
    assert.equal(isPrivate(file(0o644, 0o755), true), false);
    for (const mode of [0o600, 0o640, 0o400]) assert.ok(isPrivate(file(mode, 0o755), false));
  });
  it("goes by the folders above it too, where they count", () => {
    assert.ok(isPrivate(file(0o644, 0o700), true));
    assert.equal(isPrivate(file(0o644, 0o700), false), false);
  });
  it("goes by what a link leads to", () => {
    symlinkSync(file(0o644, 0o700), join(base, "links", "a.txt"));
    assert.ok(isPrivate(join(base, "links", "a.txt"), true));
  });
  it("is so where that can't be told", () => assert.ok(isPrivate(join(base, "none"), true)));
});
