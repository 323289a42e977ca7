import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { cutPieces } from "./pieces.ts";
import { type CountedPiece, learnMerges } from "./learn_merges.ts";
import { byteMerger } from "./merge_bytes.ts";

const encoder = new TextEncoder();

function counted(text: string): CountedPiece[] {
  const counts = new Map<string, number>();
  for (const piece of cutPieces(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts].map(([piece, count]) => ({ bytes: encoder.encode(piece), count }));
}

const text = "low lower lowest new newer newest wide wider widest --- ----- naïve 我喜欢 我喜";

/** What tokenizers 0.23.2 of npm learns: BPE.empty(), byteLevelPreTokenizer(false, true), train. */
const trained = [
  "- -",
  "w e",
  "Ġ n",
  "d e",
  "i de",
  "l o",
  "s t",
  "w ide",
  "Ġ wide",
  "Ġn e",
  "å ĸ",
  "æ Ī",
  "Ġ --",
  "Ġ lo",
  "Ġ æĪ",
  "ĳ åĸ",
  "we r",
  "we st",
  "ĠæĪ ĳåĸ",
  "ĠæĪĳåĸ ľ",
  "a Ã",
  "v e",
  "¬ ¢",
  "¯ ve",
  "æ ¬¢",
  "-- -",
  "Ġn aÃ",
  "lo w",
  "Ġwide r",
  "Ġwide st",
  "Ġne w",
  "Ġne wer",
  "Ġne west",
  "Ġ-- -",
  "Ġ-- ---",
  "Ġlo wer",
  "Ġlo west",
  "ĠæĪĳåĸľ æ¬¢",
  "ĠnaÃ ¯ve",
];

describe("learnMerges", () => {
  it("learns the merges of Hugging Face's trainer", () => {
    const { tokens, merges } = learnMerges(counted(text), 300);
    assert.deepEqual(merges.map((merge) => merge.join(" ")), trained);
    assert.equal(tokens.length, 256 + new Set(merges.map((merge) => merge.join(""))).size);
  });
  it("learns the same from the pieces in any order", () => {
    const pieces = counted(text);
    fc.assert(fc.property(fc.shuffledSubarray(pieces, { minLength: pieces.length }), (shuffled) => {
      assert.deepEqual(learnMerges(shuffled, 290), learnMerges(pieces, 290));
    }));
  });
  it("stops at the size, or where no pair is left", () => {
    assert.equal(learnMerges(counted(text), 261).tokens.length, 261);
    assert.deepEqual(learnMerges(counted("aa"), 300).merges, [["a", "a"]]);
    assert.deepEqual(learnMerges([], 300).merges, []);
  });
});

describe("byteMerger", () => {
  it("joins pairs as they were learnt, the first one first", () => {
    const { tokens, merges } = learnMerges(counted(text), 300);
    const merge = byteMerger(new Map(tokens.map((token, id) => [token, id])), merges);
    const spelled = (piece: string) => merge(encoder.encode(piece)).map((id) => tokens[id]);
    assert.deepEqual(spelled(" newlow"), ["Ġnew", "low"]);
    assert.deepEqual(spelled("-----"), ["--", "---"]);
    assert.deepEqual(spelled("é"), ["Ã", "©"]);
    assert.deepEqual(spelled(""), []);
  });
  it("takes long pieces, and leaves no byte out", () => {
    const { tokens, merges } = learnMerges(counted("aaaaaaaa bbbbbb ababab"), 280);
    const merge = byteMerger(new Map(tokens.map((token, id) => [token, id])), merges);
    fc.assert(fc.property(fc.array(fc.constantFrom("a", "b", "c")), (letters) => {
      const piece = letters.join("");
      assert.equal(merge(encoder.encode(piece)).map((id) => tokens[id]).join(""), piece);
    }));
    assert.ok(merge(encoder.encode("ab".repeat(30_000))).length <= 30_000);
  });
});
