import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import assert from "node:assert/strict";
import { editDistance, nearest } from "./nearest.ts";

describe("editDistance", () => {
  it("counts inserts, deletes, replacements and swaps", () => {
    const pairs = [
      ["", "abc", 3],
      ["hiden", "hidden", 1],
      ["ltsm", "lstm", 1],
      ["gru", "rnn", 3],
    ];
    for (const [a, b, distance] of pairs) {
      assert.equal(editDistance(String(a), String(b)), distance);
    }
  });

  it("is a symmetric distance, 0 for equals only, at most the longer length", () => {
    const word = fc.string({
      maxLength: 8,
      unit: fc.constantFrom("a", "b", "c"),
    });
    fc.assert(fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      assert.equal(distance, editDistance(b, a));
      assert.equal(distance === 0, a === b);
      assert.ok(distance <= Math.max(a.length, b.length));
    }));
  });
});

describe("nearest", () => {
  it("finds the closest key, case apart", () => {
    assert.equal(
      nearest("learningrat", ["kind", "learningRate"]),
      "learningRate",
    );
    assert.equal(nearest("NAME", ["name", "seed"]), "name");
  });

  it("finds nothing where nothing is close", () => {
    assert.equal(nearest("wibble", ["name", "seed"]), undefined);
    assert.equal(nearest("ab", ["cd"]), undefined);
    assert.equal(nearest("lr", ["l", "rl"]), "rl");
    assert.equal(nearest("nope.yaml", ["good.yaml"], 2), undefined);
  });
});
