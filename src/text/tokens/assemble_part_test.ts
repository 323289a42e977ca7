import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { assemblePart } from "./assemble_part.ts";
import { countPredicted } from "./token_part.ts";
import { units } from "../tokenizer/test_units.ts";
import { buildVocabulary } from "../vocabulary/vocabulary.ts";

// Ids: START 0, END 1, UNKNOWN 2, a 3, b 4.
const vocabulary = buildVocabulary(["a", "b"], [2, 1], undefined, { start: true, end: true });

describe("assemblePart", () => {
  it("puts a start and an end around each sentence of the part", () => {
    const text = units([[3, 4], [2], [3]], [0, 0, 1]);
    const layout = { kind: "sentences", maxLength: "none" } as const;
    const { part, cut } = assemblePart(text, "train", vocabulary, layout);
    assert.deepEqual([...part.tokens], [0, 3, 4, 1, 0, 2, 1]);
    assert.deepEqual([...part.offsets], [0, 4, 7]);
    assert.deepEqual([...part.characters], [0, 2, 2, 1, 0, 2, 1]);
    assert.deepEqual([...part.bytes], [0, 3, 3, 1, 0, 3, 1]);
    assert.equal(cut, 0);
    const test = assemblePart(text, "test", vocabulary, layout).part;
    assert.deepEqual([...test.offsets], [0]);
  });
  it("cuts long sentences into rows that predict every token once, from the one before", () => {
    const sentence = fc.array(fc.constantFrom(2, 3, 4), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(sentence), fc.integer({ min: 2, max: 9 }), (sentences, maxLength) => {
        const text = units(sentences, sentences.map(() => 0));
        const cutRows = assemblePart(text, "train", vocabulary, {
          kind: "sentences",
          maxLength,
        });
        const pairs: string[] = [];
        const { tokens, offsets } = cutRows.part;
        offsets.subarray(1).forEach((end, row) => {
          const start = offsets[row] ?? 0;
          assert.ok(end - start - 1 >= 1 && end - start - 1 <= maxLength);
          for (let i = start + 1; i < end; i++) pairs.push(`${tokens[i - 1]} ${tokens[i]}`);
        });
        const expected = sentences.flatMap((sentence) => {
          const row = [0, ...sentence, 1];
          return row.slice(1).map((token, i) => `${row[i]} ${token}`);
        });
        assert.deepEqual(pairs, expected);
        assert.equal(
          cutRows.cut,
          sentences.filter((sentence) => sentence.length + 1 > maxLength).length,
        );
        const words = sentences.flat();
        assert.deepEqual(countPredicted(cutRows.part, vocabulary.unknown), {
          tokens: words.length + sentences.length,
          unknown: words.filter((symbol) => symbol === 2).length,
          characters: 2 * words.length + sentences.length,
          bytes: 3 * words.length + sentences.length,
        });
      }),
    );
  });
  it("makes one row of a contiguous part", () => {
    const text = units([[3, 1], [2, 1], [4, 1]], [0, 1, 1]);
    const { part } = assemblePart(text, "valid", vocabulary, { kind: "contiguous", size: 1 });
    assert.deepEqual([...part.tokens], [2, 1, 4, 1]);
    assert.deepEqual([...part.offsets], [0, 4]);
    assert.deepEqual([...part.characters], [2, 1, 2, 1]);
    assert.deepEqual([...part.bytes], [3, 1, 3, 1]);
    // The first token is not predicted.
    const counts = countPredicted(part, vocabulary.unknown);
    assert.deepEqual(counts, { tokens: 3, unknown: 0, characters: 4, bytes: 5 });
  });
});
