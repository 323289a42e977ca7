/** What a user is told who writes a cell wrongly: file, line and column of the YAML, and what was expected. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Effect, Result } from "effect";
import { readExperiment } from "../src/experiment/read_experiment.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({});

/** What surrounds a cell; its text begins in line 4. */
const whole = (cell: string) =>
  `name: a
corpus: { path: a.txt }
cells:
${cell}
model: { cell: own, embedding: 128, hidden: 100 }
`;

/** A cell with state h, these equations from line 7 on, and these other keys. */
const equations = (text: string, rest = "") => {
  const indented = (lines: string, by: string) =>
    lines.split("\n").filter((line) => line !== "").map((line) => `${by}${line}`);
  return [
    "  own:",
    "    state: h",
    "    equations: |",
    ...indented(text, "      "),
    ...indented(rest, "    "),
  ].join("\n");
};

async function messagesOf(cell: string): Promise<string[]> {
  const file = join(folder, "own.yaml");
  writeFileSync(file, whole(cell));
  const result = await Effect.runPromise(Effect.result(readExperiment(file)));
  if (Result.isSuccess(result)) return [];
  return result.failure.message.split("\n").map((line) => {
    const [, place, says] = /^(.*?): cells\.own\.(.*)$/.exec(line)!;
    return `${place!.replace(`${file}:`, "")}: ${says}`;
  });
}

/** What is wrong, the cell, and what is said: LINE:COLUMN in the file, the key below the cell, and the mistake. */
const malformed: readonly (readonly [what: string, cell: string, ...says: string[]])[] = [
  [
    "a shape that does not fit",
    equations("f  = sigmoid(Uf x + Wf h + bf)\nc  = tanh(Uc x + Wf x)\nh' = (1 - f) * h + f * c"),
    "8:24: equations: Wf x: Wf is hidden × hidden (from line 7) but x has length 128",
  ],
  [
    "lengths that differ",
    equations("h' = tanh(W x) * x + h"),
    '7:26: equations: Lengths differ in "tanh(W x) * x + h": tanh(W x) * x has length 128 (from line 7) but h has length 100',
  ],
  [
    "a misspelt name",
    equations("reset = sigmoid(W x)\nh' = rest * (U h)"),
    '8:12: equations: Unknown name "rest", did you mean "reset"?',
  ],
  [
    "a misspelt function",
    equations("h' = tahn(W x + U h)"),
    '7:12: equations: Unknown function "tahn" in "tahn (W x + U h)", did you mean "tanh"?',
  ],
  [
    "an undefined name",
    equations("h' = tanh(W x + gate * h)"),
    '7:23: equations: Unknown name "gate"; a parameter is a matrix with a capital letter, a bias b…, or is declared under parameters',
  ],
  [
    "an undefined state",
    equations("h' = W x + c'"),
    '7:18: equations: No state for "c\'", which would be the next value of a state "c"',
  ],
  [
    "a cycle",
    equations("a  = sigmoid(W x + c)\nc  = tanh(V a)\nh' = a"),
    '7:26: equations: Cycle: "a" needs "c", which needs "a"',
  ],
  [
    "a name used before its line",
    equations("h' = tanh(W x + f)\nf  = sigmoid(V h)"),
    '7:23: equations: Name "f" is used before its definition in line 8',
  ],
  [
    "a state without a next value",
    equations("g  = tanh(W x + U h)\ny  = g"),
    '5:12: state: State "h" has no next value: expected an equation h\' = …',
    '8:7: equations: Name "y" is defined but never used',
  ],
  [
    "a state that is set itself",
    equations("h = tanh(W x)"),
    '5:12: state: State "h" has no next value: expected an equation h\' = …',
    "7:7: equations: State \"h\" can't be set: its next value is written h' = …",
  ],
  [
    "a name that nothing reads",
    equations("f  = sigmoid(U x)\nh' = tanh(W x)"),
    '7:7: equations: Name "f" is defined but never used',
  ],
  [
    "a name defined twice",
    equations("h' = tanh(W x)\nh' = U h"),
    '8:7: equations: Name "h\'" is defined twice, first in line 7',
  ],
  [
    "a declared parameter that nothing uses",
    equations("h' = tanh(W x + V h)", "parameters: { Wx: [hidden, input] }"),
    '8:23: parameters.Wx: Parameter "Wx" is declared but the equations never use it',
  ],
  [
    "a parameter that can't be inferred",
    equations("f  = W x\nh' = V f"),
    '7:12: equations: Size of "W" can\'t be inferred: expected a declaration, parameters: { W: […, input] }',
  ],
  [
    "a parameter with two shapes",
    equations("h' = W x", "parameters:\n  W: [hidden, 64]"),
    "7:12: equations: W x: W is hidden × 64 (declared) but x has length 128",
  ],
  [
    "a matrix that multiplies nothing",
    equations("h' = tanh(W + U h)"),
    '7:17: equations: Matrix "W" needs a vector after it, as in W x',
  ],
  [
    "a vector where a matrix must stand",
    equations("f  = sigmoid(W x)\nh' = f (U h)"),
    '8:12: equations: Product "f U h": f is a vector, but a matrix parameter or a number must stand on the left; the elementwise product is f * …',
  ],
  [
    "a division",
    equations("h' = tanh(W x / 2)"),
    '7:21: equations: Unexpected "/"; there is no division: multiply by a number such as 0.5, or by exp(-log(v)) where v > 0',
  ],
  [
    "another language's product",
    equations("h' = tanh(W @ x + U ⊙ h)"),
    '7:19: equations: Unexpected "@"; a product of a matrix and a vector is written side by side, as in W h',
    '7:27: equations: Unexpected "⊙"; the elementwise product is *',
  ],
  [
    "a parenthesis left open",
    equations("h' = tanh((W x + U h)"),
    '7:28: equations: Expected ")" to close the arguments of tanh, got the line\'s end',
  ],
  [
    "a parenthesis too many",
    equations("h' = tanh(W x + U h))"),
    '7:27: equations: Parenthesis ")" closes nothing',
  ],
  [
    "a function without parentheses",
    equations("h' = tanh W x"),
    '7:12: equations: Function "tanh" needs parentheses: expected tanh(…)',
  ],
  [
    "a line without =",
    equations("f sigmoid(W x)\nh' = f"),
    '7:9: equations: Expected "=" after "f", got "sigmoid"',
  ],
  [
    "two primes",
    equations("h'' = W x"),
    "7:7: equations: Expected one prime, h' for the next value of state h, got \"h''\"",
  ],
  [
    "a number run together with a name",
    equations("h' = 2x + W x"),
    '7:12: equations: Expected a number, got "2x"; a number times a vector is written 2 x',
  ],
  [
    "a rate of dropout",
    equations("h' = dropout(W x, 1.5)"),
    '7:25: equations: Expected a number from 0 up to but not including 1 as the rate of dropout, got "1.5"',
  ],
  [
    "too many arguments",
    equations("h' = tanh(W x, h)"),
    '7:12: equations: Expected tanh(…), got 2 arguments in "tanh(W x, h)"',
  ],
  [
    "the name of a function",
    equations("tanh = W x\nh' = U h"),
    '7:7: equations: Name "tanh" is that of a function',
  ],
  [
    "the input defined",
    equations("x  = U h\nh' = W x"),
    "7:7: equations: Name \"x\" is that of the layer's input, which can't be defined",
  ],
  [
    "no equation",
    '  own:\n    state: h\n    equations: "  "',
    '6:17: equations: Expected an equation "name = …", got none',
  ],
  [
    "an output that is not there",
    equations("gate = W x\nh' = gate", "output: gates"),
    '9:13: output: Unknown name "gates", did you mean "gate"?',
  ],
  [
    "an input of another length",
    equations("h' = W x", "input: 64"),
    "8:12: input: Input has length 64 in this cell, but the layer below gives a vector of length 128",
  ],
  [
    "a learned state that is none",
    equations("h' = W x", "learned: [h, m]"),
    '8:18: learned.1: Unknown state "m"',
  ],
  [
    "a layout with a parameter that is none",
    equations("h' = tanh(Wf x + Uf h)", "layout: { weight: [Wf, Uff] }"),
    '8:28: layout.weight.1: Unknown parameter "Uff", did you mean "Uf"?',
  ],
  [
    "a layout of unequal columns",
    equations("h' = tanh(Wf x + Uf h)", "layout:\n  weight: [Wf, Uf]"),
    '9:15: layout.weight: Parameter "Uf" (100 × 100) can\'t be stacked under "Wf" (100 × 128): expected parts with equal columns',
  ],
  [
    "a state with a capital letter",
    "  own:\n    state: [h, C]\n    equations: |\n      h' = W x\n      C' = h",
    '5:16: state.1: State "C" is a vector, but a capital letter is for matrix parameters',
  ],
  [
    "a state named twice",
    "  own:\n    state: [h, h]\n    equations: |\n      h' = W x",
    '5:16: state.1: State "h" is named twice',
  ],
  [
    "a state of another length",
    "  own:\n    state: { h: hidden, m: 20 }\n    equations: |\n      m' = tanh(M h)\n      h' = m' + h",
    "8:15: equations: Lengths differ in \"m' + h\": m' has length 20 (from line 7) but h has length 100",
  ],
  [
    "a vector with two sizes",
    equations("h' = W x + u * h", "parameters:\n  u: [hidden, hidden]"),
    '9:10: parameters.u: Vector "u" has one size, got two; the name of a matrix starts with a capital letter',
  ],
  [
    "a size that is none",
    equations("h' = W x + u * h", "parameters:\n  u: [hiden]"),
    '9:11: parameters.u.0: Expected a whole number of at least 1, "hidden" or "input", got "hiden"',
  ],
  [
    "a misspelt key",
    equations("h' = W x", "ouput: h'"),
    '8:5: ouput: Unknown key, did you mean "output"?',
  ],
  [
    "equations in a folded text",
    "  own:\n    state: h\n    equations: >\n      h' = W x\n      + V q",
    '6:16: equations: Unknown name "q"; a parameter is a matrix with a capital letter, a bias b…, or is declared under parameters',
  ],
  [
    "equations in a quoted text",
    '  own: { state: h, equations: "h\' = W x + V q" }',
    '4:45: equations: Unknown name "q"; a parameter is a matrix with a capital letter, a bias b…, or is declared under parameters',
  ],
  [
    "equations in a plain text",
    "  own:\n    state: h\n    equations: h' = W x + V q",
    '6:29: equations: Unknown name "q"; a parameter is a matrix with a capital letter, a bias b…, or is declared under parameters',
  ],
  [
    "much at once",
    equations("f  = sigmod(Uf x + Wf h)\ng  = Wf x\nh' = (1 - f) * h + k * g"),
    '7:12: equations: Unknown function "sigmod" in "sigmod (Uf x + Wf h)", did you mean "sigmoid"?',
    "8:12: equations: Wf x: Wf is hidden × hidden (from line 7) but x has length 128",
    '9:26: equations: Unknown name "k"; a parameter is a matrix with a capital letter, a bias b…, or is declared under parameters',
  ],
];

describe("a malformed cell in a config", () => {
  for (const [what, cell, ...says] of malformed) {
    it(what, async () => {
      assert.deepEqual(await messagesOf(cell), says);
      for (const one of says) assert.match(one, /^\d+:\d+: \S+: [A-Z].*[^.]$/);
    });
  }

  it("is placed in the file that says it, when another extends that", async () => {
    const base = join(folder, "base.yaml");
    writeFileSync(base, whole(equations("f  = sigmoid(U x)\nh' = tanh(U h) * f")));
    const file = join(folder, "over.yaml");
    writeFileSync(file, "extends: base.yaml\nname: b\n");
    const error = await Effect.runPromise(Effect.flip(readExperiment(file)));
    assert.equal(
      error.message,
      `${base}:8:17: cells.own.equations: U h: U is hidden × input (from line 7) but h has length 100`,
    );
  });
});
