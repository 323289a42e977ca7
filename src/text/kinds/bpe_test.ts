import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { byteCharacters } from "../subwords/byte_characters.ts";
import { bpeCutter, bpeKind } from "./bpe.ts";
import { cuts } from "./test_cutter.ts";

const none = { start: false, end: false };

describe("bpeKind", () => {
  const kind = bpeKind({ vocabulary: 262 });
  it("cuts text into pieces, with their code points and bytes", () => {
    assert.deepEqual(cuts(kind)("wide wïde"), [["wide", 4, 4], [" wïde", 5, 6]]);
  });
  it("refuses a text of nothing but new pieces", () => {
    const { cut, end } = bpeCutter(() => 0, 3);
    cut(" two two three one two", () => {});
    assert.throws(() => {
      cut(" four", () => {});
      end(() => {});
    }, /more than 3 different pieces; read it as bytes/);
  });
  it("learns from what the training part has, special tokens first", () => {
    const { words, merges, start, end, unknown } = kind.learn(
      ["S", "E", "U", " wide", "wide", "zzzz"],
      [0, 0, 0, 3, 2, 0],
      { start: true, end: true },
    );
    assert.equal(words.length, 262);
    assert.deepEqual([start, end, unknown, words[2]], [0, 1, undefined, "!"]);
    assert.deepEqual(merges, [["d", "e"], ["i", "de"], ["w", "ide"], ["Ġ", "wide"]]);
    assert.deepEqual(words.slice(-2), ["wide", "Ġwide"]);
  });
  it("makes several tokens of a piece: a character counts where its first byte is", () => {
    const vocabulary = kind.learn([" wide"], [1], none);
    const tokens = kind.encoder!(vocabulary)(" wideé").map(({ id, ...sizes }) => ({
      token: vocabulary.words[id],
      ...sizes,
    }));
    assert.deepEqual(tokens, [
      { token: "Ġwide", characters: 5, bytes: 5 },
      { token: byteCharacters[0xc3], characters: 1, bytes: 1 },
      { token: byteCharacters[0xa9], characters: 0, bytes: 1 },
    ]);
  });
});
