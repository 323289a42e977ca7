import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { gradientRows, logitsBlock, softmaxRows, sourceRows } from "./cuts.ts";

const tokens = fc.integer({ min: 1, max: 20_000 });
const vocabulary = fc.integer({ min: 1, max: 200_000 });

describe("cuts", () => {
  it("keep the kernels' blocks whole, and no piece is empty", () => {
    fc.assert(fc.property(tokens, vocabulary, (tokens, vocabulary) => {
      const { rows, columns } = logitsBlock(tokens, vocabulary);
      assert.equal(rows % 4, 0);
      assert.equal(columns % 16, 0);
      assert.equal(sourceRows(tokens) % 4, 0);
      for (const size of [rows, columns, sourceRows(tokens), softmaxRows(vocabulary)]) {
        assert.ok(size > 0);
      }
    }));
  });

  it("give several workers something to do as soon as there is enough", () => {
    fc.assert(fc.property(tokens, vocabulary, (tokens, vocabulary) => {
      const { rows, columns } = logitsBlock(tokens, vocabulary);
      const pieces = Math.ceil(tokens / rows) * Math.ceil(vocabulary / columns);
      if (tokens * vocabulary >= 2 ** 20) assert.ok(pieces >= 4, `${pieces} pieces`);
      assert.ok(Math.ceil(tokens / sourceRows(tokens)) <= 8);
    }));
  });

  it("are few and large for the output layer", () => {
    assert.deepEqual(logitsBlock(17, 8000), { rows: 20, columns: 1008 });
    assert.deepEqual(logitsBlock(700, 10_000), { rows: 700, columns: 1264 });
    assert.deepEqual(logitsBlock(2048, 65), { rows: 256, columns: 80 });
    assert.deepEqual([17, 300, 700, 2048].map(sourceRows), [20, 152, 176, 256]);
  });

  it("leave at least two pieces of every weight's gradient that has rows for it", () => {
    for (let rows = 17; rows < 3000; rows++) {
      const size = gradientRows(rows);
      assert.ok(Math.ceil(rows / size) >= 2 && size <= 256 && size % 16 === 0);
    }
  });
});
