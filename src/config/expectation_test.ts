import { describe, it } from "@std/testing/bdd";
import { Schema } from "effect";
import assert from "node:assert/strict";
import { either, expectation, quote } from "./expectation.ts";
import { numberAbove, wholeNumber } from "./fields.ts";

describe("expectation", () => {
  it("says what a schema allows", () => {
    const cases: readonly (readonly [Schema.Top, string])[] = [
      [Schema.String, "text"],
      [numberAbove(0), "a number greater than 0"],
      [wholeNumber(2, 5), "a whole number from 2 to 5"],
      [Schema.Literals(["a", "b", "c"]), '"a", "b" or "c"'],
      [
        Schema.Union([wholeNumber(1), Schema.Literal("none")]),
        'a whole number of at least 1 or "none"',
      ],
      [Schema.Struct({ a: Schema.String, b: Schema.Number }), "a map (a, b)"],
      [Schema.Record(Schema.String, Schema.Number), "a map"],
      [Schema.Array(Schema.String), "a list"],
      [Schema.Number.annotate({ expected: "luck" }), "luck"],
    ];
    for (const [schema, words] of cases) {
      assert.equal(expectation(schema.ast), words);
    }
  });
});

describe("either", () => {
  it("joins words", () => {
    assert.equal(either([]), "");
    assert.equal(either(["a"]), "a");
    assert.equal(either(["a", "b", "c"]), "a, b or c");
  });
});

describe("quote", () => {
  it("shows what stood there, shortened", () => {
    const values = [
      null,
      "a\n",
      1.5,
      NaN,
      -Infinity,
      true,
      [1],
      [],
      { a: 1 },
      {},
    ];
    assert.deepEqual(values.map(quote), [
      "nothing",
      '"a\\n"',
      "1.5",
      ".nan",
      "-.inf",
      "true",
      "a list",
      "an empty list",
      "a map",
      "an empty map",
    ]);
    assert.equal(quote("👋".repeat(61)), `"${"👋".repeat(60)}…"`);
  });
});
