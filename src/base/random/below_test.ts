import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { below } from "./below.ts";
import { chiSquare } from "./test_chi_square.ts";

describe("below", () => {
  it("draws every number equally often, also where most words would be biased", () => {
    for (const bound of [1, 2, 10, 1000]) {
      const cells = new Array<number>(bound).fill(0);
      for (let i = 0; i < 20 * bound + 20000; i++) cells[below(3, i, bound)]!++;
      const x = chiSquare(cells);
      assert.ok(x <= bound + 5 * Math.sqrt(2 * bound), `chi-square ${x} of ${bound} cells`);
    }
    // 3 · 2^30: a quarter of the words is drawn again; by remainder alone the first third would get
    // half
    let first = 0;
    for (let i = 0; i < 20000; i++) if (below(4, i, 3 * 2 ** 30) < 2 ** 30) first++;
    assert.ok(Math.abs(first - 20000 / 3) < 4 * Math.sqrt(20000 * 2 / 9), `${first}`);
  });
});
