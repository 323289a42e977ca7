import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { partOfRows, rowPairs } from "./test_batch.ts";
import { contiguousBatchCount, contiguousBatches, streamLength } from "./contiguous_batches.ts";

const part = (n: number) => partOfRows([Array.from({ length: n }, (_, i) => i)]);
const settings = fc.record({
  size: fc.integer({ min: 1, max: 6 }),
  length: fc.integer({ min: 1, max: 9 }),
});

describe("contiguousBatches", () => {
  it("reads parallel streams a piece at a time", () => {
    const batches = [...contiguousBatches(part(12), { size: 2, length: 3 }, 4, 0)];
    assert.deepEqual(batches.map(rowPairs), [
      [[[0, 1], [1, 2], [2, 3]], [[5, 6], [6, 7], [7, 8]]],
      [[[3, 4], [4, 5]], [[8, 9], [9, 10]]],
    ]);
    assert.deepEqual(batches.map((batch) => [batch.epoch, batch.index, batch.carried]), [
      [4, 0, false],
      [4, 1, true],
    ]);
  });
  it("predicts each token exactly once, but a remainder smaller than the number of streams", () => {
    fc.assert(fc.property(fc.nat(200), settings, (n, settings) => {
      const batches = [...contiguousBatches(part(n), settings, 0, 0)];
      assert.equal(batches.length, contiguousBatchCount(part(n), settings));
      const targets = batches.flatMap((batch) => [...batch.targets]).sort((a, b) => a - b);
      const predicted = streamLength(part(n), settings.size) * settings.size;
      assert.deepEqual(targets, Array.from({ length: predicted }, (_, i) => i + 1));
      assert.ok(n < 1 || n - 1 - predicted < settings.size);
    }));
  });
  it("goes on in each row where the batch before ended", () => {
    fc.assert(fc.property(fc.integer({ min: 20, max: 200 }), settings, (n, settings) => {
      const batches = [...contiguousBatches(part(n), settings, 0, 0)].map(rowPairs);
      batches.slice(1).forEach((rows, k) => {
        assert.deepEqual(rows.map((row) => row[0]?.[0]), batches[k]?.map((row) => row.at(-1)?.[1]));
      });
    }));
  });
  it("entered at a later batch gives the same batches", () => {
    fc.assert(fc.property(fc.nat(200), settings, fc.nat(20), (n, settings, first) => {
      const all = [...contiguousBatches(part(n), settings, 0, 0)];
      assert.deepEqual([...contiguousBatches(part(n), settings, 0, first)], all.slice(first));
    }));
  });
});
