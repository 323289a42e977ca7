import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { bitsPerCharacter } from "./bits_per_character.ts";

describe("bitsPerCharacter", () => {
  it("shares the bits of the tokens out among their characters", () => {
    const counts = { tokens: 200, unknown: 2, characters: 800, bytes: 900 };
    assert.deepEqual(bitsPerCharacter(3 * Math.LN2, counts), { bitsPerCharacter: 0.75 });
  });
  it("is withheld, with the reason, where more than one in a hundred is unknown", () => {
    const counts = { tokens: 200, unknown: 3, characters: 800, bytes: 900 };
    assert.deepEqual(bitsPerCharacter(1, counts), {
      bitsPerCharacter: null,
      withheld: "1.5 % of the tokens are unknown, more than the 1 % allowed",
    });
  });
});
