import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { printable } from "./printable.ts";

describe("printable", () => {
  it("leaves text as it is, line breaks too", () => {
    for (const text of ["", "One\nTwo", 'Naïve "日本" 👩‍👩‍👧 שלום']) {
      assert.equal(printable(text), text);
    }
  });

  it("writes what moves the cursor or turns the text as escapes", () => {
    assert.equal(printable("\x1b[31m\r\x07\x9b\u202e"), "\\u001b[31m\\u000d\\u0007\\u009b\\u202e");
  });

  it("shortens lines", () => {
    assert.equal(printable(`a\n${"x".repeat(3000)}`), `a\n${"x".repeat(2000)}…`);
  });

  it("gives lines without control characters for any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.doesNotMatch(printable(text).replaceAll("\n", ""), /\p{Cc}|\p{Cs}/u);
    }));
  });
});
