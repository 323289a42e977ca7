import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { byteCharacters } from "./byte_characters.ts";
import { byteSpeller } from "./byte_speller.ts";

const bytes = (...values: number[]) => values.map((byte) => byteCharacters[byte]!);

describe("byteSpeller", () => {
  it("waits for the rest of a character", () => {
    const spell = byteSpeller();
    const added = bytes(0x61, 0xf0, 0x9f, 0x98, 0x80, 0x0a).map((token) => spell(token, false));
    assert.deepEqual(added, ["a", "", "", "", "😀", "\n"]);
  });
  it("writes what is part of no character as U+FFFD, and begins afresh", () => {
    const spell = byteSpeller();
    assert.deepEqual(bytes(0xff, 0xc3, 0x61).map((t) => spell(t, false)), [
      "\ufffd",
      "",
      "\ufffda",
    ]);
    spell(byteCharacters[0xc3]!, false);
    assert.equal(spell("Ġa", true), " a");
  });
});
