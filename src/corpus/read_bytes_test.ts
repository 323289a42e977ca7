import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "@std/testing/bdd";
import { chunkBytes, readBytes } from "./read_bytes.ts";

describe("readBytes", () => {
  let base = "";
  before(() => void (base = mkdtempSync(join(tmpdir(), "unroll-"))));
  after(() => rmSync(base, { recursive: true }));

  async function read(bytes: Uint8Array, gzip: boolean) {
    const path = join(base, "file");
    writeFileSync(path, bytes);
    let counted = 0;
    const chunks: Buffer[] = [];
    const source = { name: "file", path, gzip, part: undefined };
    for await (const chunk of readBytes(source, (n) => counted += n)) {
      chunks.push(Buffer.from(chunk));
    }
    return { content: Buffer.concat(chunks), counted };
  }

  const content = Buffer.from("0123456789".repeat(chunkBytes / 4));

  it("reads a file longer than a chunk", async () => {
    const found = await read(content, false);
    assert.ok(found.content.equals(content));
    assert.equal(found.counted, content.length);
  });
  it("unpacks gzip, also several members one after another", async () => {
    const packed = Buffer.concat([gzipSync(content), gzipSync("end")]);
    const found = await read(packed, true);
    assert.ok(found.content.equals(Buffer.concat([content, Buffer.from("end")])));
    assert.equal(found.counted, packed.length);
  });
  it("fails on gzip that is cut off or none", async () => {
    await assert.rejects(read(gzipSync(content).subarray(0, 50), true), { code: "Z_BUF_ERROR" });
    await assert.rejects(read(Buffer.from("plain text"), true), { code: "Z_DATA_ERROR" });
  });
});
