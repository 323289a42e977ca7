import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { describeFormat } from "../../text/corpus/describe_format.ts";
import { readFormat } from "./format_flag.ts";

const read = (typed: string) => Result.merge(readFormat(typed));

describe("readFormat", () => {
  it("takes a format as one word", () => {
    assert.equal(read("text"), "text");
    assert.equal(read("lines"), "lines");
    assert.deepEqual(read("csv=body"), { csv: "body", delimiter: "," });
    assert.deepEqual(read("csv=2"), { csv: 2, delimiter: "," });
    assert.deepEqual(read("csv=a=b"), { csv: "a=b", delimiter: "," });
    assert.deepEqual(read("jsonl=text"), { jsonl: "text" });
  });
  it("takes what a config holds, as formats are shown", () => {
    for (
      const format of [
        "text",
        "lines",
        '{ csv: "body" }',
        '{ csv: 2, delimiter: "\\t", quote: none }',
        '{ jsonl: "a field" }',
      ]
    ) {
      const found = readFormat(format);
      assert.ok(Result.isSuccess(found), format);
      assert.equal(describeFormat(found.success), format);
    }
  });
  it("says what is allowed", () => {
    const expected =
      "Expected text, lines, csv=COLUMN, jsonl=FIELD or what corpus.format holds, got ";
    for (const typed of ["line", "tsv=a", "", "csv", "7"]) {
      assert.equal(read(typed), expected + JSON.stringify(typed));
    }
    assert.match(String(read("csv=")), / got "csv=" \(csv: Expected /);
    assert.match(String(read("{ csv: a, delimiter: ab }")), /\(delimiter: Expected one character/);
    assert.match(String(read("{ csv: a, quote: '\"' }")), /\(quote: Expected "none"/);
    assert.match(String(read("{ csv")), /^Expected text, .*\(/);
  });
});
