import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { bitsOfText } from "./bits_of_text.ts";

describe("bitsOfText", () => {
  it("share the bits of the tokens out among their characters and bytes", () => {
    const counts = { tokens: 200, unknown: 2, characters: 800, bytes: 1000 };
    assert.deepEqual(bitsOfText(3 * Math.LN2, counts), {
      bitsPerCharacter: 0.75,
      bitsPerByte: 0.6,
    });
  });
  it("are withheld, with the reason, where more than one in a hundred is unknown", () => {
    const counts = { tokens: 200, unknown: 3, characters: 800, bytes: 1000 };
    assert.deepEqual(bitsOfText(1, counts), {
      bitsPerCharacter: null,
      bitsPerByte: null,
      withheld: "1.5 % of the tokens are unknown, more than the 1 % allowed",
    });
  });
});
