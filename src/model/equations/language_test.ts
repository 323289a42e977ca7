import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { equalSizes, type Gate, sameSize } from "../gates/gate.ts";
import { buildCell } from "../cells/build_cell.ts";
import { inWords } from "../../config/wording.ts";
import { builtinLanguage, languageWith } from "./language.ts";
import type { CellConfig } from "../cells/schema.ts";

/** A gate of which only name, arity and size matter. */
const gate = (name: string, arity: Gate["arity"], size: Gate["size"]): Gate => ({
  name,
  arity,
  size,
  forward: () => new Float64Array(),
  backward: () => [],
});

const language = languageWith([
  gate("leaky", 1, sameSize),
  gate("maximum", 2, equalSizes),
  gate("half", 1, ([n]) => n! % 2 === 0 ? n! / 2 : `Expected an even length, got ${n}`),
  gate("outer", "many", (sizes) => sizes.reduce((a, b) => a * b, 1)),
  gate("odd", 1, () => 0.5),
]);
const dimensions = { inputSize: 6, oneHot: false, hidden: 3, bias: true };

const build = (equations: string, cell: Partial<CellConfig> = {}) =>
  buildCell("c", { state: "h", ...cell, equations }, dimensions, language);
const sizes = (equations: string, cell: Partial<CellConfig> = {}) => {
  const graph = Result.getOrThrowWith(
    build(equations, cell),
    (mistakes) => new Error(JSON.stringify(mistakes)),
  );
  return Object.fromEntries(
    [...graph.values].map(([name, node]) => [name, graph.nodes[node]!.size]),
  );
};
const mistakes = (equations: string, cell: Partial<CellConfig> = {}) => {
  const built = build(equations, cell);
  return Result.isSuccess(built)
    ? []
    : built.failure.map(({ line, column, message }) => `${line}:${column}: ${inWords(message)}`);
};

describe("gates of the user's in the language", () => {
  it("are called as functions, and become nodes of their own", () => {
    const graph = Result.getOrThrow(build("h' = leaky(maximum(W x, h))"));
    const gates = graph.nodes.flatMap((node) => (node.op === "gate" ? [node.gate] : []));
    assert.deepEqual(gates, ["maximum", "leaky"]);
    assert.equal(graph.gates, language.gates);
    assert.ok(!builtinLanguage.functions.has("leaky"));
  });

  it("have lengths that go through them both ways where they keep the length", () => {
    assert.deepEqual(sizes("a = leaky(W x)\nb1 = maximum(a, V x)\nh' = b1"), {
      a: 3,
      b1: 3,
      "h'": 3,
    });
  });

  it("have the length that their rule gives, where it is another", () => {
    const cell: Partial<CellConfig> = { state: { h: "hidden", m: 9 } };
    assert.deepEqual(sizes("a = half(x)\nm' = outer(h, a)\nh' = a", cell), {
      a: 3,
      "m'": 9,
      "h'": 3,
    });
  });

  const wrong: readonly [equations: string, mistake: string, cell?: Partial<CellConfig>][] = [
    ["h' = laeky(W x)", '1:6: Unknown function "laeky" in "laeky (W x)", did you mean "leaky"?'],
    ["h' = leaky", '1:6: Function "leaky" needs parentheses: expected leaky(…)'],
    ["h' = maximum(h)", '1:6: Expected maximum(…, …), got 1 argument in "maximum(h)"'],
    ["h' = leaky(h, h)", '1:6: Expected leaky(…), got 2 arguments in "leaky(h, h)"'],
    ["leaky = W x\nh' = h", '1:1: Name "leaky" is that of a function'],
    [
      "h' = maximum(h, x)",
      '1:6: Lengths differ in "maximum(h, x)": h has length 3 but x has length 6',
    ],
    ["h' = W half(h)", '1:8: In "half(h)": Expected an even length, got 3'],
    ["h' = half(half(x))", '1:6: In "half(half(x))": Expected an even length, got 3'],
    ["h' = outer(h, h)", '1:1: State "h" has length 3 but its next value has length 9'],
    [
      "h' = odd(h)",
      `1:6: In "odd(h)": The gate's size is 0.5 for lengths 3: expected a whole number of at least 1, or what ` +
      "is wrong with the lengths",
    ],
    [
      "h' = half(W x)",
      '1:11: Size of "W" can\'t be inferred: expected a declaration, parameters: { W: […, input] }',
    ],
  ];
  for (const [equations, mistake, cell] of wrong) {
    it(`reports ${equations}`, () => {
      const found = mistakes(equations, cell);
      assert.ok(found.includes(mistake), found.join("\n"));
    });
  }
});
