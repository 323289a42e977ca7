import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { joinWords, spacedToken, splitJoiners } from "./joiners.ts";

describe("joinWords", () => {
  const joined = (words: string) => joinWords(words.split(" ")).join(" ");

  it("marks the sign of a word and a sign", () => {
    assert.equal(joined("( a / b ) , 5 %"), "(￭ a ￭/￭ b ￭) ￭, ￭5 ￭%".replace("￭, ￭5", "￭,￭ 5"));
    assert.equal(joined("👍 a 👍"), "👍￭ a ￭👍");
    assert.equal(joined("#tag , .5 ©️"), "#tag ￭,￭ .5 ￭©️");
  });
  it("marks the later of two words, and of two signs", () => {
    assert.equal(joined("do n't . \" 👍"), "do ￭n't ￭. ￭\" ￭👍");
  });
  it("marks none within a script that has no spaces, and the sign of it by others", () => {
    assert.equal(joined("我 喜 。 カナ ・"), "我 喜 。 カナ ・");
    assert.equal(joined("用 Python 写 , 。"), "用￭ Python ￭写 ￭, ￭。");
  });
  it("names the marks themselves", () => {
    assert.equal(joined("￭ a ▁ ￭"), "U+FFED￭ a ￭U+2581 ￭U+FFED");
  });
});

describe("splitJoiners", () => {
  it("takes the marks from a word", () => {
    const plain = { joinsLeft: false, joinsRight: false, isSpaced: false };
    assert.deepEqual(splitJoiners("a"), { ...plain, word: "a" });
    assert.deepEqual(splitJoiners("￭U+FFED￭"), {
      ...plain,
      word: "￭",
      joinsLeft: true,
      joinsRight: true,
    });
    assert.deepEqual(splitJoiners(spacedToken("我￭")), {
      ...plain,
      word: "我",
      joinsRight: true,
      isSpaced: true,
    });
    assert.deepEqual(splitJoiners("￭"), { ...plain, word: "", joinsLeft: true });
  });
});
