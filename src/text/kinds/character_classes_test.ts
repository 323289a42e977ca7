import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { lowerCase } from "./character_classes.ts";

describe("lowerCase", () => {
  it("is the runtime's for letters that every runtime knows", () => {
    assert.equal(lowerCase("ÀÉÎ ΣΑΣ Ѐ Ⴀ 𐐀"), "àéî σας ѐ ⴀ 𐐨");
  });
  it("leaves capitals alone that only some runtimes know", () => {
    assert.equal(lowerCase("A\ua7ceB\u{16ea0}C"), "a\ua7ceb\u{16ea0}c");
  });
});
