import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { type Expression, namesOf, show, written } from "./expression.ts";
import { builtinFunctions } from "./functions.ts";
import { parseEquations } from "./parse_equations.ts";

const parse = (text: string): Expression => {
  const { equations, mistakes } = parseEquations(`a = ${text}`, builtinFunctions);
  assert.deepEqual(mistakes, []);
  return equations[0]!.expression;
};

/** What an expression means: without its places, and without parentheses that change nothing. */
const bare = (e: Expression): unknown =>
  JSON.parse(
    JSON.stringify(e, (key, value) => key === "at" || key === "grouped" ? undefined : value),
  );

const texts: fc.Arbitrary<string> = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("x", "h", "h'", "W h", "0.5", "b"),
    fc.tuple(tie("text"), fc.constantFrom("+", "-", "*", " "), tie("text"))
      .map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
    tie("text").map((a) => `-(${a})`),
    tie("text").map((a) => `tanh(${a})`),
    fc.tuple(tie("text"), tie("text")).map(([a, b]) => `concat(${a}, ${b})`),
  ),
})).text;

describe("show", () => {
  it("writes only the parentheses that matter", () => {
    for (
      const text of [
        "W (f * h) + b - c * (1 - z)",
        "A B x",
        "(A B) x",
        "-W h",
        "W (-h)",
        "a - (b - c)",
        "tanh(a, h')",
        "a * (b * c) * d",
      ]
    ) {
      assert.equal(show(parse(text)), text);
    }
  });

  it("is read as the same expression again", () => {
    fc.assert(fc.property(texts, (text) => {
      const expression = parse(text);
      assert.deepEqual(bare(parse(show(expression))), bare(expression));
    }));
  });
});

describe("namesOf", () => {
  it("gives every name that is read, with its prime", () => {
    const names = [...namesOf(parse("W (f * h') + tanh(x, 2) - b"))].map(written);
    assert.deepEqual(names, ["W", "f", "h'", "x", "b"]);
  });
});
