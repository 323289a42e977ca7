import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { partOfRows } from "./test_batch.ts";
import { trainingBatches } from "./batches.ts";
import { largestBatch } from "./largest_batch.ts";
import type { BatchConfig } from "./schema.ts";

describe("largestBatch", () => {
  it("holds the longest sentences", () => {
    const config: BatchConfig = { kind: "sentences", size: 3, shuffle: true, maxLength: "none" };
    const part = partOfRows([[1, 2], [1, 2, 3, 4], [1, 2], [1, 2, 3], [1, 2]]);
    const { rows, lengths, tokens } = largestBatch([part], config);
    assert.deepEqual([rows, [...lengths], tokens], [3, [3, 2, 1], 6]);
  });
  it("bounds every batch of every part", () => {
    const sentence = fc.array(fc.constant(1), { minLength: 2, maxLength: 9 });
    const part = fc.array(sentence, { minLength: 1, maxLength: 12 }).map(partOfRows);
    fc.assert(
      fc.property(part, part, fc.integer({ min: 1, max: 5 }), fc.nat(9), (a, b, size, seed) => {
        const config: BatchConfig = { kind: "sentences", size, shuffle: true, maxLength: "none" };
        const bound = largestBatch([a, b], config);
        for (
          const batch of [a, b].flatMap((
            part,
          ) => [...trainingBatches(part, config, { epoch: 0, first: 0, seed })])
        ) {
          assert.ok(batch.lengths.length <= bound.rows);
          batch.lengths.forEach((length, row) => assert.ok(length <= (bound.lengths[row] ?? 0)));
          assert.ok(batch.inputs.length <= bound.tokens);
        }
      }),
    );
  });
  it("is a full piece of every stream, or all that a short text has", () => {
    const config: BatchConfig = { kind: "contiguous", size: 2, length: 5 };
    const part = (n: number) => partOfRows([Array.from({ length: n }, () => 0)]);
    assert.deepEqual([...largestBatch([part(100)], config).lengths], [5, 5]);
    assert.deepEqual([...largestBatch([part(7)], config).lengths], [3, 3]);
    assert.deepEqual([...largestBatch([part(7), part(9)], config).lengths], [4, 4]);
  });
});
