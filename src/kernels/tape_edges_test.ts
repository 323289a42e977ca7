import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { bits } from "../base/random/bits.ts";
import { Operation } from "./tape.ts";
import { testNumbers } from "./test_arena.ts";
import { type Name, rowOf, salt } from "./test_tape.ts";

describe("a tape", () => {
  it("lets NaN through, so that a diverged run is seen", () => {
    const good = testNumbers(5, 23).map((x) => 0.5 + Math.abs(x));
    const ofRow = ["softmax", "layernorm", "softmaxGradient", "layernormGradient"];
    for (const operation of (Object.keys(Operation) as Name[]).filter((name) => name !== "fill")) {
      for (const at of [0, 3, 9, 17, 20, 22]) {
        const bad = good.map((x, i) => i === at ? NaN : x);
        const seen = rowOf(operation, [bad, good, good], { rate: 0 }).map((x, i) =>
          Number.isNaN(x) === (ofRow.includes(operation) || i === at) ? 1 : 0
        );
        assert.deepEqual([...seen], Array(23).fill(1), `${operation}, column ${at}`);
      }
    }
  });

  it("lets no gradient through a relu that gave 0", () => {
    const slopes = Float32Array.of(1, 2, 3, 4, 5), given = Float32Array.of(0, -0, 1e-30, 0, 2);
    assert.deepEqual([...rowOf("reluGradient", [slopes, given])], [0, 0, 3, 0, 5]);
  });

  it("shows Infinity in a softmax, and counts the columns that are there only", () => {
    for (const at of [0, 5, 8]) {
      const row = Float32Array.from({ length: 9 }, (_, i) => i === at ? Infinity : 1);
      assert(rowOf("softmax", [row]).every(Number.isNaN));
    }
    for (let columns = 1; columns < 20; columns++) {
      const even = rowOf("softmax", [new Float32Array(columns).fill(-50)]);
      assert(even.every((y) => Math.abs(y - 1 / columns) < 1e-7));
    }
  });

  it("keeps an element whose random word is the threshold, and none below", () => {
    const columns = 5000;
    const words = Array.from({ length: columns }, (_, i) => bits(7, salt, i));
    const word = words.find((x) => x < 2 ** 23)!;
    for (const [rate, kept] of [[word, 1], [word + 0.5, 0]] as const) {
      const row = rowOf("dropout", [new Float32Array(columns).fill(1)], {
        key: 7,
        rate: rate / 2 ** 32,
      });
      assert.equal(row[words.indexOf(word)] === 0 ? 0 : 1, kept);
    }
  });
});
