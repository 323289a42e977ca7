import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { key } from "./key.ts";

describe("key", () => {
  it("has known values", () => {
    assert.deepEqual([key(42, "weights"), key(42, "dropout", 1, 2, 3), key(0, "")], [
      1679165485,
      2866321096,
      3023470358,
    ]);
  });

  it("depends on the seed, the purpose, and the order and number of positions", () => {
    const keys = [
      key(1, "a"),
      key(2, "a"),
      key(1 + 2 ** 32, "a"),
      key(1, "b"),
      key(1, "aa"),
      key(1, "a", 0),
      key(1, "a", 0, 0),
      key(1, "a", 1, 0),
      key(1, "a", 0, 1),
      key(1, "a", 2 ** 32),
      key(1, "", 97),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });

  it("is a word, and hardly ever the same for two places", () => {
    const seen = new Set<number>();
    for (let step = 0; step < 100; step++) {
      for (let row = 0; row < 100; row++) {
        const k = key(7, "dropout", step, row);
        assert.ok(Number.isInteger(k) && k >= 0 && k < 2 ** 32);
        seen.add(k);
      }
    }
    // 10,000 of 2^32: 0.012 equal pairs are expected
    assert.ok(seen.size >= 9999);
  });
});
