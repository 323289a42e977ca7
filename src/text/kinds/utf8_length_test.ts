import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { utf8Length } from "./utf8_length.ts";

describe("utf8Length", () => {
  it("is the length of the encoded text", () => {
    const encoder = new TextEncoder();
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.equal(utf8Length(text), encoder.encode(text).length);
    }));
    for (
      const text of ["", "a", "\u00e9", "\u20ac", "\u{1f600}", "\ud800", "\ud800a", "\udc00\ud800"]
    ) {
      assert.equal(utf8Length(text), encoder.encode(text).length, JSON.stringify(text));
    }
  });
});
