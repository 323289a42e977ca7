import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { escapedByte, escapedBytes } from "./escaped_bytes.ts";

describe("escapedBytes", () => {
  it("are UTF-8, with the bytes that are part of no character in between", () => {
    const text = `a${escapedByte(0xff)}é😀${escapedByte(0x80)}`;
    assert.deepEqual([...escapedBytes(text)], [
      ...[0x61, 0xff, 0xc3, 0xa9],
      ...[0xf0, 0x9f, 0x98, 0x80, 0x80],
    ]);
  });
  it("are UTF-8 of any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.deepEqual(escapedBytes(text), new TextEncoder().encode(text));
    }));
  });
});
