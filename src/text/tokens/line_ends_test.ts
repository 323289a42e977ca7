import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { lineEndCounter } from "./line_ends.ts";

describe("lineEndCounter", () => {
  it("names a mixture of line ends, however the text is cut into pieces", () => {
    const text = "a\r\nb\nc\r\r\nd\re\n\r";
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second++) {
        const counter = lineEndCounter();
        for (const piece of [text.slice(0, first), text.slice(first, second), text.slice(second)]) {
          counter.add(piece);
        }
        assert.equal(counter.mixture(), "LF (2), CRLF (2) and CR (3)", `${first} ${second}`);
      }
    }
  });
  it("has none where all lines end alike", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const counter = lineEndCounter();
      counter.add(`a${end}b${end}${end}`);
      assert.equal(counter.mixture(), undefined);
    }
  });
});
