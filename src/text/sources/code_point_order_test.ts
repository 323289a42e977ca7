import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { anyCharacter } from "../corpus/test_chunks.ts";
import { byCodePoint } from "./code_point_order.ts";

describe("byCodePoint", () => {
  it("puts characters above U+FFFF after the rest", () => {
    assert.deepEqual(["\u{1f600}", "\uff5e", "a", ""].sort(byCodePoint), [
      "",
      "a",
      "\uff5e",
      "\u{1f600}",
    ]);
  });
  it("is the order of the UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.string({ unit: anyCharacter }), (a, b) => {
        const bytes = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
        assert.equal(Math.sign(byCodePoint(a, b)), bytes);
      }),
    );
  });
});
