import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { dropoutKeeps, dropoutThreshold } from "./dropout.ts";
import { key } from "./key.ts";

describe("dropout", () => {
  it("keeps 1 − rate of the elements, row by row and column by column", () => {
    for (const rate of [0.1, 0.25, 0.5, 0.9]) {
      const threshold = dropoutThreshold(rate);
      const columns = new Array<number>(50).fill(0);
      let kept = 0;
      for (let row = 0; row < 600; row++) {
        const rowKey = key(1, "dropout", row);
        for (let c = 0; c < 50; c++) {
          if (!dropoutKeeps(rowKey, 2, c, threshold)) continue;
          kept++;
          columns[c]!++;
        }
      }
      const deviation = (n: number) => Math.sqrt(n * rate * (1 - rate));
      assert.ok(Math.abs(kept - 30000 * (1 - rate)) < 4 * deviation(30000), `${rate}: ${kept}`);
      for (const c of columns) assert.ok(Math.abs(c - 600 * (1 - rate)) < 4.5 * deviation(600));
    }
  });

  it("keeps everything at rate 0", () => {
    assert.equal(dropoutThreshold(0), 0);
    assert.ok(dropoutKeeps(1, 2, 3, 0));
  });

  it("drops other elements under another key or salt", () => {
    const row = (rowKey: number, salt: number) =>
      Array.from({ length: 64 }, (_, c) => dropoutKeeps(rowKey, salt, c, dropoutThreshold(0.5)));
    assert.notDeepEqual(row(1, 0), row(2, 0));
    assert.notDeepEqual(row(1, 0), row(1, 1));
  });
});
