import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { chiSquare } from "./test_chi_square.ts";
import { permutation } from "./permutation.ts";

describe("permutation", () => {
  it("holds every number once", () => {
    fc.assert(fc.property(fc.nat(2 ** 32 - 1), fc.nat(300), (key, n) => {
      assert.deepEqual([...permutation(key, n)].sort((a, b) => a - b), [...Array(n).keys()]);
    }));
  });

  it("is the same for the same key and another for another", () => {
    assert.deepEqual(permutation(5, 50), permutation(5, 50));
    assert.notDeepEqual(permutation(5, 50), permutation(6, 50));
  });

  it("draws all 24 orders of four equally often", () => {
    const counts = new Map<string, number>();
    for (let key = 0; key < 12000; key++) {
      const order = permutation(key, 4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 24);
    // 23 degrees of freedom: mean 23, deviation 6.8
    assert.ok(chiSquare([...counts.values()]) < 52);
  });
});
