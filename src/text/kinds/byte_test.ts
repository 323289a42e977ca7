import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { escapedByte } from "../subwords/escaped_bytes.ts";
import { byteKind } from "./byte.ts";
import { cuts } from "./test_cutter.ts";

describe("byteKind", () => {
  it("cuts text into bytes, those too that are no UTF-8", () => {
    assert.deepEqual(cuts(byteKind)(`aé\0${escapedByte(0xff)}`), [
      ["a", 1, 1],
      ["Ã", 1, 1],
      ["©", 0, 1],
      ["Ā", 1, 1],
      ["ÿ", 1, 1],
    ]);
  });
  it("has the bytes as ids, and special tokens after them", () => {
    const vocabulary = byteKind.learn([], [], { start: true, end: true });
    assert.deepEqual([vocabulary.words.length, vocabulary.start, vocabulary.end], [258, 256, 257]);
    assert.deepEqual(byteKind.encoder!(vocabulary)("Ġ"), [{ id: 32, characters: 1, bytes: 1 }]);
    assert.equal(vocabulary.unknown, undefined);
  });
});
