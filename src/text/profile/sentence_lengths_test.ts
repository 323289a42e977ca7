import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { sentenceLengths, shareInLong } from "./sentence_lengths.ts";

describe("lengths of sentences", () => {
  it("are the distances of their ends", () => {
    assert.deepEqual([...sentenceLengths({ ends: Int32Array.of(2, 2, 7) })], [2, 0, 5]);
  });

  it("give the share of words in long ones", () => {
    assert.equal(shareInLong(Int32Array.of(5, 200, 201, 394), 200), 595 / 800);
    assert.equal(shareInLong(new Int32Array(), 200), 0);
  });
});
