import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { partOfRows, rowPairs } from "./test_batch.ts";
import { sentenceBatchCount, sentenceBatches } from "./sentence_batches.ts";

/** Sentences whose tokens are all different, so that a pair tells where it is from. */
const sentences = fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 30 }).map(
  (lengths) => {
    let token = 0;
    return lengths.map((length) => Array.from({ length }, () => token++));
  },
);
const settings = fc.record({
  size: fc.integer({ min: 1, max: 7 }),
  seed: fc.option(fc.nat(1000), { nil: undefined }),
});

describe("sentenceBatches", () => {
  it("predicts each token of each sentence exactly once an epoch", () => {
    fc.assert(fc.property(sentences, settings, fc.nat(5), (rows, settings, epoch) => {
      const batches = [...sentenceBatches(partOfRows(rows), settings, epoch, 0)];
      assert.equal(batches.length, sentenceBatchCount(partOfRows(rows), settings.size));
      const found = batches.flatMap(rowPairs).sort((a, b) => (a[0]?.[0] ?? 0) - (b[0]?.[0] ?? 0));
      const expected = rows.map((row) => row.slice(1).map((token) => [token - 1, token] as const));
      assert.deepEqual(found, expected);
    }));
  });
  it("fills every batch but the last, longest sentence first", () => {
    fc.assert(fc.property(sentences, settings, (rows, settings) => {
      const batches = [...sentenceBatches(partOfRows(rows), settings, 0, 0)];
      batches.forEach((batch, index) => {
        const last = index === batches.length - 1;
        assert.equal(
          batch.lengths.length,
          last ? rows.length - index * settings.size : settings.size,
        );
        assert.deepEqual(batch.lengths, batch.lengths.toSorted().toReversed());
        assert.deepEqual([batch.epoch, batch.index, batch.carried], [0, index, false]);
        assert.equal(batch.offsets.at(-1), batch.inputs.length);
      });
    }));
  });
  it("entered at a later batch gives the same batches", () => {
    fc.assert(fc.property(sentences, settings, fc.nat(30), (rows, settings, first) => {
      const part = partOfRows(rows);
      const all = [...sentenceBatches(part, settings, 2, 0)];
      assert.deepEqual([...sentenceBatches(part, settings, 2, first)], all.slice(first));
    }));
  });
  it("keeps the order of the text without a seed, else draws one for each seed and epoch", () => {
    const part = partOfRows(Array.from({ length: 50 }, (_, i) => [i, i]));
    const order = (seed: number | undefined, epoch: number) =>
      [...sentenceBatches(part, { size: 8, seed }, epoch, 0)].flatMap((batch) => [...batch.inputs])
        .join();
    assert.equal(order(undefined, 3), Array.from({ length: 50 }, (_, i) => i).join());
    assert.equal(order(1, 0), order(1, 0));
    assert.equal(new Set([order(undefined, 0), order(1, 0), order(1, 1), order(2, 0)]).size, 4);
  });
});
