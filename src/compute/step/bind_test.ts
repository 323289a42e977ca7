import { elementIndex } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { Batch } from "../../text/batch/batch.ts";
import { bind, type BindOptions } from "./bind.ts";
import {
  bindingLayout,
  header,
  pieceCount,
  pieceHeader,
  pieceHeaderWords,
} from "../plan/binding.ts";
import { stagedBinding } from "./staging.ts";
import { compile } from "../compile/compile.ts";
import { modelForTest } from "../units/test_model.ts";

const capacity = { rows: 40, tokens: 300, steps: 8 };
const plan = compile(modelForTest("rnn"), { capacity, slots: 0, gemm: "blas", workers: 1 });
const layout = bindingLayout(capacity);
const options: BindOptions = { carried: false, lane: 0, dropoutKey: (row, t) => 1000 * row + t };

/** Token t of row i is 100·i + t, with holes between the rows; targets are one more. */
const batchOf = (lengths: readonly number[]): Batch => {
  const offsets = Int32Array.from({ length: lengths.length + 1 }, (_, row) => 10 * row);
  const inputs = Int32Array.from(
    { length: 10 * lengths.length },
    (_, at) => 100 * Math.floor(at / 10) + at % 10,
  );
  const targets = inputs.map((id) => id + 1);
  const common = { epoch: 0, index: 0, carried: false };
  return { ...common, lengths: Int32Array.from(lengths), offsets, inputs, targets };
};
const bound = (batch: Batch, given = options) => {
  const int32 = new Int32Array(plan.bytes / 4).fill(-1);
  const result = bind(plan, int32, batch, given);
  const words = int32.subarray(elementIndex(stagedBinding(plan)));
  const piece = (index: number) => {
    const word = (name: keyof typeof pieceHeader) =>
      words[layout.pieces + index * pieceHeaderWords + pieceHeader[name]]!;
    return {
      firstToken: word("firstToken"),
      tokens: word("tokens"),
      firstSentence: word("firstSentence"),
      sentences: word("sentences"),
      steps: word("steps"),
      stepRows: word("stepRows"),
    };
  };
  const part = (name: keyof typeof layout, length: number) =>
    Array.from(words.subarray(layout[name], layout[name] + length));
  return { ...result, words, piece, part };
};
const lengthLists = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 40 });

describe("bind", () => {
  it("puts every token in one row, time step by time step of each piece", () => {
    fc.assert(fc.property(lengthLists, (lengths) => {
      const batch = batchOf(lengths);
      const { words, piece, part, tokens, placeOfToken, order } = bound(batch);
      assert.equal(words[header.tokens], tokens);
      assert.equal(words[header.pieces], pieceCount(lengths.length));
      const ids = part("ids", tokens);
      const seen: number[] = [];
      let sentence = 0;
      for (let p = 0; p < words[header.pieces]!; p++) {
        const { firstToken, firstSentence, sentences, steps, stepRows, tokens } = piece(p);
        assert.equal(firstToken, seen.length);
        assert.equal(firstSentence, sentence);
        const rows = order.slice(firstSentence, firstSentence + sentences);
        assert.equal(words[stepRows], sentences);
        assert.equal(steps, Math.max(...rows.map((row) => lengths[row]!)));
        for (let t = 0; t < steps; t++) {
          // the rows that still go on are the first ones
          const active = rows.filter((row) => lengths[row]! > t);
          assert.equal(words[stepRows + t], active.length);
          assert.deepEqual(rows.slice(0, active.length), active);
          for (const row of active) seen.push(100 * row + t);
        }
        assert.equal(firstToken + tokens, seen.length);
        sentence += sentences;
      }
      assert.deepEqual(ids, seen);
      assert.equal(seen.length, lengths.reduce((a, b) => a + b, 0));
      assert.equal(new Set(seen).size, seen.length);
      assert.deepEqual([...order].sort((a, b) => a - b), lengths.map((_, row) => row));
      assert.deepEqual(part("targets", tokens), ids.map((id) => id + 1));
      const places = ids.map((id) => batch.offsets[Math.floor(id / 100)]! + id % 100);
      assert.deepEqual([...placeOfToken], places);
      assert.deepEqual(part("keys", tokens), ids.map((id) => 10 * (id - id % 100) + id % 100));
    }));
  });

  it("groups the rows of each token id, in order", () => {
    fc.assert(fc.property(lengthLists, fc.integer({ min: 1, max: 9 }), (lengths, words) => {
      const batch = batchOf(lengths);
      const inputs = batch.inputs.map((id) => (id * 7919) % words);
      const { words: binding, part, tokens } = bound({ ...batch, inputs });
      const groups = binding[header.groups]!;
      const [starts, ids] = [part("groupStarts", groups + 1), part("groupIds", groups)];
      const order = part("order", tokens);
      const byId = ids.map((id, g) =>
        order.slice(starts[g], starts[g + 1]).map((row) => [id, row])
      );
      const expected = part("ids", tokens).map((id, row) => [id, row]);
      expected.sort(([a = 0, r = 0], [b = 0, s = 0]) => a - b || r - s);
      assert.deepEqual(byId.flat(), expected);
      assert.equal(new Set(ids).size, groups);
    }));
  });

  it("gives pieces like work: their tokens differ by little", () => {
    const { piece } = bound(batchOf(Array.from({ length: 32 }, (_, row) => 1 + row % 7)));
    assert.ok(Math.abs(piece(0).tokens - piece(1).tokens) <= 7);
  });

  it("says what the batch starts from, and leaves the keys alone outside training", () => {
    const { words, part } = bound(batchOf([2, 1]), {
      carried: true,
      lane: 1,
      dropoutKey: undefined,
    });
    assert.deepEqual([words[header.carried], words[header.lane], words[header.rows]], [1, 1, 2]);
    assert.deepEqual(part("keys", 3), [-1, -1, -1]);
  });

  it("refuses a batch that is too large, with the numbers", () => {
    const refused = (lengths: number[]) =>
      assert.throws(
        () => bound(batchOf(lengths)),
        /does not fit a plan for 40 rows, 300 tokens, 8 steps/,
      );
    refused(Array(41).fill(1));
    refused(Array(40).fill(8));
    refused([9]);
  });
});
