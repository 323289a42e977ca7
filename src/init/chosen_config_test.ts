import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { chooseConfig, plainConfig } from "./chosen_config.ts";

describe("a config chosen for a text", () => {
  it("is of characters where there are few words, and wider where there is more", () => {
    const small = chooseConfig({ words: 9000, characters: 40_000 }, undefined);
    assert.deepEqual([small.tokens, small.cell, small.hidden], ["char", "lstm", 64]);
    const novel = chooseConfig({ words: 200_000, characters: 1_000_000 }, undefined);
    assert.deepEqual([novel.tokens, novel.hidden, novel.layers], ["char", 192, 1]);
    const large = chooseConfig({ words: 5_000_000, characters: 25_000_000 }, undefined);
    assert.deepEqual([large.tokens, large.cell, large.hidden, large.layers], [
      "word",
      "gru",
      256,
      2,
    ]);
  });

  it("is of what the user wants", () => {
    const words = chooseConfig({ words: 9000, characters: 40_000 }, "word");
    assert.deepEqual([words.tokens, words.hidden], ["word", 64]);
    assert.equal(plainConfig("a", "a.txt", words).batch.kind, "sentences");
  });
});
