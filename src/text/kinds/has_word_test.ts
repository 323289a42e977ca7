import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { hasWord } from "./has_word.ts";

describe("hasWord", () => {
  it("wants a letter, digit or picture", () => {
    for (const text of ["a", "…5", "我", "- é", "👍"]) assert.ok(hasWord(text), text);
    for (const text of ["", "...", "* * *", "— !", "====", " "]) assert.ok(!hasWord(text), text);
  });
});
