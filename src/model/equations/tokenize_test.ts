import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { tokenize } from "./tokenize.ts";

const words = (text: string) =>
  tokenize(text).equations.map((tokens) => tokens.map(({ text }) => text).join(" ").trim());

describe("tokenize", () => {
  it("tells names, numbers and symbols, with line and column from 1", () => {
    const [equation] = tokenize("\n  h' = 2.5e-1W_1*(x)").equations;
    assert.deepEqual(equation!.map(({ kind, text, at }) => [kind, text, at.line, at.column]), [
      ["name", "h'", 2, 3],
      ["symbol", "=", 2, 6],
      ["number", "2.5e-1W_1", 2, 8],
      ["symbol", "*", 2, 17],
      ["symbol", "(", 2, 18],
      ["name", "x", 2, 19],
      ["symbol", ")", 2, 20],
      ["end", "", 2, 21],
    ]);
  });

  it("takes a line for an equation, Windows's line ends too", () => {
    assert.deepEqual(words("a = b\r\n\r\nc = d # e\n# f"), ["a = b", "c = d"]);
  });

  it("goes on in an open parenthesis, after an operator and before one", () => {
    assert.deepEqual(words("a = (b\nc)\nd =\n e +\n f\n * g"), ["a = ( b c )", "d = e + f * g"]);
  });

  it("starts anew at what looks like an equation, whatever is open", () => {
    assert.deepEqual(words("a = (b\nc = d"), ["a = ( b", "c = d"]);
  });

  it("reports signs that the language lacks and goes on behind them", () => {
    const { equations, mistakes } = tokenize("a = b 𝛔 c");
    assert.equal(equations[0]!.length, 5);
    assert.deepEqual(mistakes.map(({ line, column, message }) => [line, column, message]), [
      [1, 7, 'Unexpected "𝛔", expected a name, a number, a parenthesis or one of + - * ='],
    ]);
  });
});
