import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { escapeControls, oneLine, printable } from "./printable.ts";

describe("escapeControls", () => {
  it("leaves text as it is, line breaks and tabs too", () => {
    for (const text of ["", "One\nTwo\r\n\tthree", 'Naïve "日本" 👩‍👩‍👧 שלום']) {
      assert.equal(escapeControls(text), text);
    }
  });

  it("leaves JSON the same values, whatever is in them", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      const value = `${text.toWellFormed()}\u009b2J\u202e`;
      const shown = escapeControls(JSON.stringify({ value }, null, 2));
      assert.deepEqual(JSON.parse(shown), { value });
      assert.doesNotMatch(shown.replaceAll("\n", ""), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }));
  });
});

describe("oneLine", () => {
  it("escapes line breaks and tabs too", () => {
    assert.equal(oneLine("a\r\nb\tc\x1bd"), "a\\u000d\\u000ab\\u0009c\\u001bd");
  });
});

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
      const shown = printable(text).replaceAll(/\r?\n|\t/g, "");
      assert.doesNotMatch(shown, /\p{Cc}|\p{Cs}/u);
    }));
  });
});
