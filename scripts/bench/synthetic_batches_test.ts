import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { contiguousBatches, sentenceBatches } from "./synthetic_batches.ts";

const settings = { vocabulary: 30, seed: 5, rows: 3, count: 40 };

describe("sentenceBatches", () => {
  it("draws every length from shortest to longest, and predicts the next token", () => {
    const batches = sentenceBatches({ ...settings, shortest: 2, longest: 4 });
    assert.equal(batches.length, 40);
    const lengths = new Set(batches.flatMap((batch) => [...batch.lengths]));
    assert.deepEqual([...lengths].sort(), [2, 3, 4]);
    for (const { lengths, offsets, inputs, targets, carried } of batches) {
      assert.equal(carried, false);
      for (let row = 0; row < 3; row++) {
        const from = offsets[row]!;
        const to = offsets[row + 1]!;
        assert.equal(to - from, lengths[row]);
        assert.deepEqual([...inputs.subarray(from + 1, to)], [...targets.subarray(from, to - 1)]);
      }
    }
  });

  it("gives the same batches for the same seed", () => {
    const make = () => sentenceBatches({ ...settings, shortest: 2, longest: 4 });
    assert.deepEqual(make(), make());
  });
});

describe("contiguousBatches", () => {
  it("gives full rows that carry their state", () => {
    const batches = contiguousBatches({ ...settings, steps: 7 });
    for (const { lengths, inputs, carried } of batches) {
      assert.equal(carried, true);
      assert.deepEqual([...lengths], [7, 7, 7]);
      assert.ok(inputs.every((id) => id >= 0 && id < 30));
    }
  });
});
