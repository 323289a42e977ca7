import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { corpusFailure } from "./corpus_failure.ts";
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
  it("unpacks a large text that packs well", async () => {
    const line = Buffer.from(`${randomBytes(800).toString("base64")}${" ".repeat(100_000)}\n`);
    const large = Buffer.concat(Array.from({ length: 700 }, () => line));
    const packed = gzipSync(large, { level: 1 });
    const ratio = large.length / packed.length;
    assert.ok(large.length > 1 << 26 && ratio > 40 && ratio < 180, `${ratio}`);
    assert.equal((await read(packed, true)).content.length, large.length);
  });
  it("refuses a small file that unpacks without end, long before its end", async () => {
    const bomb = gzipSync(new Uint8Array(chunkBytes * 16));
    const packed = Buffer.concat(Array.from({ length: 1000 }, () => bomb)); // 4 GB unpacked
    await assert.rejects(
      read(packed, true),
      { _tag: "UnpacksTooFar", message: /^file: Unpacks to more than 200 times its size/ },
    );
  });
  it("gives bytes or a gzip error for any bytes that begin as gzip does", async () => {
    const sound = gzipSync("One sentence. And another.");
    const change = fc.tuple(fc.nat(sound.length - 1), fc.nat(255));
    const changes = fc.array(change, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(changes, fc.uint8Array({ maxLength: 20 }), async (changes, rest) => {
        const bytes = Buffer.concat([sound, rest]);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          await read(bytes, true);
        } catch (error) {
          assert.equal(corpusFailure("f.gz")(error)._tag, "DamagedGzip");
        }
      }),
      { numRuns: 100 },
    );
  });
  it("fails on gzip that is cut off or none", async () => {
    await assert.rejects(read(gzipSync(content).subarray(0, 50), true), { code: "Z_BUF_ERROR" });
    await assert.rejects(read(Buffer.from("plain text"), true), { code: "Z_DATA_ERROR" });
  });
});
