import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { bindingLayout, header, pieceCount, pieceHeader, pieceHeaderWords } from "./binding.ts";

describe("pieceCount", () => {
  it("is two at least where there are a few rows, and one for each 16", () => {
    assert.deepEqual([1, 3, 4, 16, 32, 33, 64, 65].map(pieceCount), [1, 1, 2, 2, 2, 3, 4, 5]);
  });

  it("never falls when rows are added, so a batch fits where a larger one does", () => {
    for (let rows = 1; rows < 300; rows++) {
      assert.ok(pieceCount(rows + 1) >= pieceCount(rows));
      assert.ok(pieceCount(rows) <= rows);
    }
  });
});

describe("the words of a batch and of a piece", () => {
  it("are numbered one after another, within what is reserved", () => {
    assert.deepEqual(Object.values(pieceHeader), [...Array(pieceHeaderWords).keys()]);
    assert.deepEqual(Object.values(header), [...Object.keys(header).keys()]);
    const { pieces } = bindingLayout({ rows: 1, tokens: 1, steps: 1 });
    assert(Object.keys(header).length <= pieces);
  });
});

describe("bindingLayout", () => {
  it("has room for every part, one after another", () => {
    const [rows, tokens, steps] = [40, 317, 23];
    const layout = bindingLayout({ rows, tokens, steps });
    const parts = [
      [layout.pieces, pieceCount(rows) * pieceHeaderWords],
      [layout.steps, pieceCount(rows) * steps],
      [layout.ids, tokens],
      [layout.targets, tokens],
      [layout.keys, tokens],
      [layout.order, tokens],
      [layout.groupStarts, tokens + 1],
      [layout.groupIds, tokens],
      [layout.words, 0],
    ] as const;
    parts.slice(1).forEach(([start], i) => assert.ok(start >= parts[i]![0] + parts[i]![1]));
  });
});
