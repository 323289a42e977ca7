import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { corpusIdentity } from "./corpus_hash.ts";
import type { SourceFile } from "./source_files.ts";

describe("corpusIdentity", () => {
  let base = "";
  before(() => void (base = mkdtempSync(join(tmpdir(), "unroll-"))));
  after(() => rmSync(base, { recursive: true }));

  const file = (name: string, text: string, more: Partial<SourceFile> = {}): SourceFile => {
    writeFileSync(join(base, name), text);
    return { name, path: join(base, name), gzip: false, part: undefined, ...more };
  };
  const hashOf = async (...files: SourceFile[]) => (await corpusIdentity(files)).hash;

  it("is SHA-256 over bytes, length, part and packing of each file", async () => {
    const trailer = (n: number) => Uint8Array.of(n, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const expected = createHash("sha256").update("ab").update(trailer(2)).update("c")
      .update(trailer(1)).digest("hex");
    const found = await corpusIdentity([file("x", "ab"), file("y", "c")]);
    assert.deepEqual(found, { hash: expected, bytes: 3 });
  });
  it("changes with what the tokens depend on, and not with names", async () => {
    const one = await hashOf(file("x", "ab"), file("y", "c"));
    assert.equal(await hashOf(file("p", "ab"), file("q", "c")), one);
    const others = [
      await hashOf(file("x", "a"), file("y", "bc")),
      await hashOf(file("x", "abc")),
      await hashOf(file("y", "c"), file("x", "ab")),
      await hashOf(file("x", "ab", { part: "train" }), file("y", "c", { part: "valid" })),
      await hashOf(file("x", "ab", { gzip: true }), file("y", "c")),
    ];
    assert.equal(new Set([one, ...others]).size, 6);
  });
});
