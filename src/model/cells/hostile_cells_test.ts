/** Equations that mean harm: whatever stands in them, the answer is a graph or mistakes, soon. */
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import fc from "fast-check";
import { inWords } from "../../config/wording.ts";
import { buildCell } from "./build_cell.ts";
import type { CellConfig } from "./schema.ts";

const dimensions = { inputSize: 4, oneHot: false, hidden: 4, bias: true };
const build = (cell: CellConfig) => buildCell("own", cell, dimensions);

function mistakesOf(equations: string): readonly string[] {
  const built = build({ state: "h", equations });
  assert.ok(Result.isFailure(built), "it was accepted");
  return built.failure.map(({ message }) => inWords(message));
}

/** Definitions a1, a2, …, each made of the one before; a0 is x. */
const chain = (count: number, next: (before: string) => string) =>
  Array.from({ length: count }, (_, i) => `a${i + 1} = ${next(i === 0 ? "x" : `a${i}`)}\n`).join(
    "",
  );

describe("equations that mean harm", () => {
  const cases: readonly (readonly [what: string, equations: string, message: RegExp])[] = [
    ["parentheses without end", `h' = ${"(".repeat(300)}x`, /^Expected at most 200 levels/],
    ["functions in functions", `h' = ${"tanh(".repeat(300)}x`, /^Expected at most 200 levels/],
    ["a long sum", `h' = ${"x + ".repeat(20_000)}h`, /^Expected at most 1000 names, numbers/],
    [
      "many lines",
      `${chain(2_000, (a) => `tanh(${a} + ${a})`)}h' = W a2000`,
      /^Expected at most 1000 names, numbers and signs/,
    ],
    [
      "a length that doubles line by line",
      `${chain(60, (a) => `concat(${a}, ${a})`)}h' = W a60`,
      /is 536870912, expected at most 268435456$/,
    ],
    ["a long number", `h' = ${"9".repeat(100_000)} x`, /at most 100 characters, got "9{20}…"$/],
    ["a long name", `h' = ${"a".repeat(100_000)}`, /at most 100 characters, got "a{20}…"$/],
  ];
  for (const [what, equations, message] of cases) {
    it(`are refused: ${what}`, () => {
      const [first, ...rest] = mistakesOf(equations);
      assert.match(first!, message);
      assert.ok([first, ...rest].every((line) => line!.length < 10_000));
    });
  }

  it("may be long, and their labels stay short", () => {
    const equations = `${chain(90, (a) => `concat(${a}, x)`)}h' = W a90`;
    assert.ok(Result.isSuccess(build({ state: "h", equations })));
  });

  it("are a graph or mistakes, whatever words of the language they are made of", () => {
    const words = "x h h' k k' W U b bf tanh sigmoid concat slice dropout softmax ( ) , + - * ="
      .split(
        " ",
      );
    const unit = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...words, "\n", " ", "0.5", "1e999", "#", "h''") },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 2 }) },
    );
    const equations = fc.array(unit, { maxLength: 40 }).map((units) => units.join(" "));
    const size = fc.constantFrom("hidden" as const, "input" as const, 1, 7, 2 ** 53 - 1);
    fc.assert(
      fc.property(equations, size, fc.array(size, { maxLength: 3 }), (equations, h, shape) => {
        const built = build({ state: { h, k: "hidden" }, equations, parameters: { W: shape } });
        if (Result.isFailure(built)) assert.ok(built.failure.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  it("are a graph or mistakes, whatever is changed in right ones", () => {
    const right = "f  = sigmoid(Uf x + Wf h + bf)\nh' = (1 - f) * h + f * tanh(Uc x + bc)\n";
    const change = fc.tuple(fc.nat(right.length), fc.nat(4), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let equations = right;
        for (const [at, length, text] of changes) {
          equations = equations.slice(0, at) + text + equations.slice(at + length);
        }
        const built = build({ state: "h", equations });
        if (Result.isFailure(built)) assert.ok(built.failure.length > 0);
      }),
      { numRuns: 300 },
    );
  });
});
