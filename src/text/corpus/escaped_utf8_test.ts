import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { escapedBytes } from "../subwords/escaped_bytes.ts";
import { decodeEscaped } from "./escaped_utf8.ts";

async function decoded(chunks: readonly Uint8Array[]): Promise<string> {
  async function* source() {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  let text = "";
  for await (const more of decodeEscaped(source())) text += more;
  return text;
}

describe("decodeEscaped", () => {
  it("is UTF-8, with a byte order mark and all bytes besides kept", async () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0x0d, 0x0a, 0, 0xc3);
    assert.equal(await decoded([bytes]), "\ufeffa\udcff\r\n\0\udcc3");
  });
  it("loses no byte, and does not depend on where the chunks are cut", async () => {
    const some = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.string({ unit: "binary", maxLength: 3 }).map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(fc.asyncProperty(fc.array(some), async (chunks) => {
      const bytes = new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
      const text = await decoded(chunks);
      assert.deepEqual(escapedBytes(text), bytes);
      assert.equal(text, await decoded([bytes]));
      assert.equal(text, await decoded([...bytes].map((byte) => Uint8Array.of(byte))));
    }));
  });
});
