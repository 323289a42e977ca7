import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { formatJson, formatRow } from "./format_score.ts";
import { scoredLine } from "./test_scored.ts";

const plain = ({ of, score }: ReturnType<typeof scoredLine>) => ({
  of: { ...of, columns: undefined },
  score,
});
const perToken = [{ token: "\u202e\t", logProbability: -1.5, unknown: true } as const];

describe("formatRow", () => {
  it("is log-probability, tokens, unknown ones and perplexity", () => {
    assert.equal(formatRow(plain(scoredLine("x", -12.3456789))), "-12.345679\t3\t1\t61.2661");
    assert.equal(formatRow(plain(scoredLine("", null))), "nan\t0\t0\tnan");
  });
  it("follows the line of a table, which stays as it is", () => {
    const row = formatRow(scoredLine("1\t\u202bx\u202c\t", -3));
    assert.equal(row, "1\t\u202bx\u202c\t\t-3.000000\t3\t1\t2.7183");
  });
  it("ends with each token as JSON that holds neither tabs nor control characters", () => {
    const { of, score } = plain(scoredLine("x", -3));
    const json = formatRow({ of, score: { ...score, perToken } }).split("\t")[4]!;
    assert.doesNotMatch(json, /[\t\u202e]/);
    assert.deepEqual(JSON.parse(json), perToken);
  });
});

describe("formatJson", () => {
  it("has the line's number, its columns and every digit", () => {
    const { of, score } = scoredLine("a\tb", -0.1 - 0.2);
    assert.deepEqual(JSON.parse(formatJson({ of, score })), {
      line: 7,
      columns: ["a", "b"],
      ...score,
    });
    assert.deepEqual(JSON.parse(formatJson(plain(scoredLine("", null)))), {
      line: 7,
      logProbability: null,
      tokens: 0,
      unknown: 0,
      perplexity: null,
    });
  });
});
