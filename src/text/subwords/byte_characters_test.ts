import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { byteAlphabet, byteCharacters, byteOf, tokenBytes } from "./byte_characters.ts";

describe("byteCharacters", () => {
  it("are 256 different ones, none of them white space", () => {
    assert.equal(new Set(byteCharacters).size, 256);
    assert.ok(byteCharacters.every((c) => !/[\s\p{C}]/u.test(c)));
    byteCharacters.forEach((character, byte) => assert.equal(byteOf(character), byte));
  });
  it("are those of GPT-2", () => {
    const some = [0, 9, 10, 32, 33, 126, 127, 160, 161, 173, 255].map((b) => byteCharacters[b]);
    assert.deepEqual(some, ["Ā", "ĉ", "Ċ", "Ġ", "!", "~", "ġ", "ł", "¡", "Ń", "ÿ"]);
    assert.deepEqual([byteAlphabet[0], byteAlphabet.at(-1)], ["!", "Ń"]);
  });
});

describe("tokenBytes", () => {
  it("gives the bytes of a token, and none of what stands for none", () => {
    assert.deepEqual(tokenBytes("Ġcafé"), Uint8Array.of(0x20, 0x63, 0x61, 0x66, 0xe9));
    assert.equal(tokenBytes("a b"), undefined);
  });
});
