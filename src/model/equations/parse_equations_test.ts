import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { builtinLanguage } from "./language.ts";
import { parseEquations } from "./parse_equations.ts";

const parse = (text: string) => parseEquations(text, builtinLanguage.functions);

describe("parseEquations", () => {
  it("counts how deep parentheses stand in one another, not how many there are", () => {
    const nested = (levels: number) => `h = ${"(".repeat(levels)}x${")".repeat(levels)}`;
    assert.deepEqual(parse(nested(200)).mistakes, []);
    assert.deepEqual(parse(nested(201)).mistakes, [{
      path: ["equations"],
      line: 1,
      column: 206,
      message: "Expected at most 200 levels of nesting, got more",
    }]);
    assert.deepEqual(parse(`h = x${" + (x)".repeat(240)}`).mistakes, []);
  });

  it("goes on after an equation that can't be read, and says what it seems to define", () => {
    const { equations, unreadable, mistakes } = parse("a = (x\nb' = b)\nc = x");
    assert.deepEqual(equations.map(({ name }) => name), ["c"]);
    assert.deepEqual(unreadable.map(({ defines }) => defines), ["a", "b'"]);
    assert.deepEqual(mistakes.map(({ line }) => line), [1, 2]);
  });
});
