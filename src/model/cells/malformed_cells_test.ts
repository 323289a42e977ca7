import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import { inWords } from "../../config/wording.ts";
import { buildCell } from "./build_cell.ts";
import type { Dimensions } from "./dimensions.ts";
import type { CellConfig } from "./schema.ts";

const dimensions: Dimensions = {
  inputSize: 128,
  oneHot: false,
  hidden: 100,
  bias: true,
};

interface Malformed {
  readonly lines: readonly string[];
  readonly cell?: Partial<CellConfig>;
  readonly dimensions?: Partial<Dimensions>;
  /** `LINE:COLUMN: Message` in the equations, or `KEY.PATH: Message`. */
  readonly mistakes: readonly string[];
}

const mistakesOf = ({ lines, cell, dimensions: other }: Malformed): string[] => {
  const config: CellConfig = {
    state: "h",
    ...cell,
    equations: lines.join("\n"),
  };
  const built = buildCell("c", config, { ...dimensions, ...other });
  if (Result.isSuccess(built)) return [];
  return built.failure.map(({ path, line, column, message }) =>
    `${line === undefined ? path.join(".") : `${line}:${column}`}: ${inWords(message)}`
  );
};

const functionsAre = "expected sigmoid, tanh, relu, softsign, exp, log, softmax, layernorm, " +
  "dropout or concat; docs/cells.md writes others";
const parameterRule =
  "a parameter is a matrix with a capital letter, a bias b…, or is declared under parameters";

const malformed: Readonly<Record<string, readonly Malformed[]>> = {
  "signs and grammar": [
    {
      lines: [""],
      mistakes: ['1:1: Expected an equation "name = …", got none'],
    },
    {
      lines: ["h' = W x / 2"],
      mistakes: [
        '1:10: Unexpected "/"; there is no division: multiply by a number such as 0.5, or by exp(-log(v)) where v > 0',
      ],
    },
    {
      lines: ["h' = f + W x ^ 2", "g = U @ h", "k = h $ h"],
      mistakes: [
        '1:14: Unexpected "^"; there is no power: write v * v',
        '2:7: Unexpected "@"; a product of a matrix and a vector is written side by side, as in W h',
        '3:7: Unexpected "$", expected a name, a number, a parenthesis or one of + - * =',
      ],
    },
    {
      lines: ["f = U @ x", "g = (V x", "h' = f + g + W x"],
      mistakes: [
        '1:7: Unexpected "@"; a product of a matrix and a vector is written side by side, as in W h',
        '2:9: Expected ")" to close the parenthesis at column 5, got the line\'s end',
      ],
    },
    {
      lines: ["h' = W x − h"],
      mistakes: ['1:10: Unexpected "−"; minus is the ASCII sign -'],
    },
    {
      lines: ["h' = tanh(W x + U h"],
      mistakes: ['1:20: Expected ")" to close the arguments of tanh, got the line\'s end'],
    },
    {
      lines: ["h' = (W x + U h", "k = h"],
      mistakes: [
        '1:16: Expected ")" to close the parenthesis at column 6, got the line\'s end',
        '2:1: Name "k" is defined but never used',
      ],
    },
    {
      lines: ["h' = tanh(W x + U h))"],
      mistakes: ['1:21: Parenthesis ")" closes nothing'],
    },
    {
      lines: ["h' = tanh(W x,)"],
      mistakes: ['1:15: Expected a name, a number, a function or a parenthesis, got ")"'],
    },
    {
      lines: ["h' = W x +"],
      mistakes: [
        "1:11: Expected a name, a number, a function or a parenthesis, got the line's end",
      ],
    },
    {
      lines: ["h' = tanh W x"],
      mistakes: ['1:6: Function "tanh" needs parentheses: expected tanh(…)'],
    },
    {
      lines: ["f sigmoid(W x)", "h' = f"],
      mistakes: ['1:3: Expected "=" after "f", got "sigmoid"'],
    },
    {
      lines: ["3 = W x"],
      mistakes: ['1:1: Expected an equation "name = …", got "3"'],
    },
    {
      lines: ["h' = W x = 3"],
      mistakes: ['1:10: Expected one "=" in an equation, got a second'],
    },
    {
      lines: ["h'' = W x"],
      mistakes: [
        `1:1: Expected one prime, h' for the next value of state h, got "h''"`,
      ],
    },
    {
      lines: ["h' = 2x + W x"],
      mistakes: [
        '1:6: Expected a number, got "2x"; a number times a vector is written 2 x',
      ],
    },
    {
      lines: [`h' = ${"(".repeat(400)}`],
      mistakes: ["1:207: Expected at most 200 levels of nesting, got more"],
    },
    {
      lines: ["h' = 1.2.3 W x"],
      mistakes: ['1:6: Expected a number, got "1.2.3"'],
    },
  ],
  "names": [
    {
      lines: ["h' = sigmod(W x + U h)"],
      mistakes: ['1:6: Unknown function "sigmod" in "sigmod (W x + U h)", did you mean "sigmoid"?'],
    },
    {
      lines: ["h' = sqrt(W x + U h)"],
      mistakes: [`1:6: Unknown function "sqrt" in "sqrt (W x + U h)", ${functionsAre}`],
    },
    {
      lines: ["h' = max(W x, U h)", "k = maximum (h, 0)"],
      mistakes: [
        `1:6: Unknown function "max", ${functionsAre}`,
        `2:5: Unknown function "maximum", ${functionsAre}`,
      ],
    },
    {
      lines: ["h' = sigmod(W x, 2)"],
      mistakes: ['1:6: Unknown function "sigmod", did you mean "sigmoid"?'],
    },
    {
      // Else each would be a matrix of that name.
      lines: ["h' = Tanh(W x) + ReLU (U h)"],
      mistakes: [
        '1:6: Unknown function "Tanh" in "Tanh (W x)", did you mean "tanh"?',
        '1:18: Unknown function "ReLU" in "ReLU (U h)", did you mean "relu"?',
      ],
    },
    {
      // A name that is none of a function's, and a parenthesis that is none of its arguments'.
      lines: ["h' = (W x, U h)"],
      mistakes: ['1:10: Expected ")" to close the parenthesis at column 6, got ","'],
    },
    {
      lines: ["reset = tanh(W x)", "h' = rest * (U h) + q"],
      mistakes: [
        '2:6: Unknown name "rest", did you mean "reset"?',
        `2:21: Unknown name "q"; ${parameterRule}`,
      ],
    },
    {
      lines: ["h' = sigmoid(W x + U h + f)", "f = tanh(V h)"],
      mistakes: ['1:26: Name "f" is used before its definition in line 2'],
    },
    {
      lines: ["a = V h'", "h' = W x + U h", "m = a"],
      cell: { output: "m" },
      mistakes: [
        `1:7: Name "h'" is used before its definition in line 2; the previous step's value is h`,
      ],
    },
    {
      lines: ["a = sigmoid(W x + c)", "c = tanh(V a)", "h' = a"],
      mistakes: ['1:19: Cycle: "a" needs "c", which needs "a"'],
    },
    {
      lines: ["n = W h'", "h' = tanh(n)"],
      mistakes: [`1:7: Cycle: "n" needs "h'", which needs "n"`],
    },
    {
      lines: ["a = a + W x", "h' = a"],
      mistakes: [
        '1:5: Name "a" is defined by itself; only a state has a previous value',
      ],
    },
    {
      lines: ["n = W x", "h' = n", "h' = 2 n", "n = U x"],
      mistakes: [
        `3:1: Name "h'" is defined twice, first in line 2`,
        '4:1: Name "n" is defined twice, first in line 1',
      ],
    },
    {
      lines: ["x = U h", "tanh = W x", "Wf = W x", "h' = W x"],
      mistakes: [
        `1:1: Name "x" is that of the layer's input, which can't be defined`,
        '2:1: Name "tanh" is that of a function',
        '3:1: Name "Wf" starts with a capital letter, which is for matrix parameters',
      ],
    },
    {
      lines: ["f = U x", "h' = W x"],
      mistakes: ['1:1: Name "f" is defined but never used'],
    },
  ],
  "states": [
    {
      lines: ["h = W x"],
      mistakes: [
        'state: State "h" has no next value: expected an equation h\' = …',
        `1:1: State "h" can't be set: its next value is written h' = …`,
      ],
    },
    {
      lines: ["hid' = W x", "hidden' = U h + gate'"],
      cell: { state: ["hidden", "gate"] },
      mistakes: [
        'state: State "gate" has no next value: expected an equation gate\' = …',
        `1:1: No state for "hid'", which would be the next value of a state "hid"`,
        `2:13: Unknown name "h"; ${parameterRule}`,
      ],
    },
    {
      lines: ["hiden' = W x"],
      cell: { state: "hidden" },
      mistakes: [
        'state: State "hidden" has no next value: expected an equation hidden\' = …',
        `1:1: No state for "hiden'", which would be the next value of a state "hiden", did you mean "hidden"?`,
      ],
    },
    {
      lines: ["h' = W x", "tanh' = h"],
      cell: { state: ["h", "tanh", "h"] },
      mistakes: [
        'state.1: Name "tanh" is that of a function',
        'state.2: State "h" is named twice',
        '2:1: Name "tanh" is that of a function',
      ],
    },
    {
      lines: ["H' = W x"],
      cell: { state: "H" },
      mistakes: ['state: State "H" is a vector, but a capital letter is for matrix parameters'],
    },
    {
      lines: ["h' = W x", "h0 = U x"],
      cell: { learned: ["h", "c"] },
      mistakes: [
        'learned.1: Unknown state "c"',
        '2:1: Name "h0" is that of the learned first value of state "h"',
      ],
    },
    {
      lines: ["h' = W x"],
      cell: { output: "h" },
      mistakes: [`output: State "h" is the previous step's value: expected h'`],
    },
    {
      lines: ["gate = W x", "h' = gate"],
      cell: { output: "gates" },
      mistakes: ['output: Unknown name "gates", did you mean "gate"?'],
    },
    {
      lines: ["k = 0.5", "h' = k W x"],
      cell: { output: "k" },
      mistakes: ['output: Expected the name of a vector, but "k" is a number'],
    },
  ],
  "shapes": [
    {
      lines: ["f = sigmoid(Uf x + Wf h + bf)", "g = Wf x", "h' = f * g"],
      mistakes: ["2:5: Wf x: Wf is hidden × hidden (from line 1) but x has length 128"],
    },
    {
      lines: ["h' = W x"],
      cell: { parameters: { W: ["hidden", 64] } },
      mistakes: ["1:6: W x: W is hidden × 64 (declared) but x has length 128"],
    },
    {
      lines: ["h' = x * h"],
      mistakes: ['1:8: Lengths differ in "x * h": x has length 128 but h has length 100'],
    },
    {
      lines: ["f = W x", "m' = f", "h' = f + h"],
      cell: { state: { h: "hidden", m: 20 } },
      mistakes: [
        '3:8: Lengths differ in "f + h": f has length 20 (from line 2) but h has length 100',
      ],
    },
    {
      lines: ["h' = concat(h, x)"],
      mistakes: ['1:1: State "h" has length 100 but its next value has length 228'],
    },
    {
      lines: ["m = concat(h, W x)", "k' = m", "h' = V k'"],
      cell: { state: { h: "hidden", k: 90 } },
      mistakes: ['1:5: Length of "concat(h, W x)" is more than 100 but 90 is expected'],
    },
    {
      lines: ["f = W x", "h' = V f"],
      mistakes: [
        `1:5: Size of "W" can't be inferred: expected a declaration, parameters: { W: […, input] }`,
      ],
    },
    {
      lines: ["h' = W + U h"],
      mistakes: ['1:6: Matrix "W" needs a vector after it, as in W x'],
    },
    {
      lines: ["h' = W U"],
      mistakes: ['1:8: Product "W U": expected a vector on the right, got the matrix U'],
    },
    {
      lines: ["f = W x", "h' = f (U h)"],
      mistakes: [
        '2:6: Product "f U h": f is a vector, but a matrix parameter or a number must stand on the ' +
        "left; the elementwise product is f * …",
      ],
    },
    {
      lines: ["h' = tanh(x)"],
      dimensions: { oneHot: true },
      mistakes: [
        '1:11: Input "x" is a one-hot token here, which only a matrix can multiply, as in W x; ' +
        "give the model an embedding to use it as a vector",
      ],
    },
    {
      lines: ["h' = W x"],
      cell: { input: 64 },
      mistakes: [
        "input: Input has length 64 in this cell, but the layer below gives a vector of length 128",
      ],
    },
  ],
  "functions": [
    {
      lines: ["h' = dropout(W x, 1)"],
      mistakes: [
        '1:19: Expected a number from 0 up to but not including 1 as the rate of dropout, got "1"',
      ],
    },
    {
      lines: ["h' = dropout(W x)", "k = tanh(h, h)"],
      cell: { output: "k" },
      mistakes: [
        '1:6: Expected dropout(…, rate), got 1 argument in "dropout(W x)"',
        '2:5: Expected tanh(…), got 2 arguments in "tanh(h, h)"',
      ],
    },
    {
      lines: ["h' = tanh(0.5)"],
      mistakes: ["1:11: Expected a vector, got the number 0.5"],
    },
    {
      lines: ["h' = 0.5"],
      mistakes: ["1:6: Expected a vector, got the number 0.5"],
    },
  ],
  "parameters and layout": [
    {
      lines: ["h' = W x + wf * h"],
      cell: {
        parameters: {
          wg: ["hidden"],
          V: ["hidden"],
          w: [2, 2],
          exp: [3],
          h: [4],
        },
      },
      mistakes: [
        'parameters.V: Matrix "V" (a capital letter) has two sizes, got one',
        'parameters.w: Vector "w" has one size, got two; the name of a matrix starts with a capital letter',
        'parameters.exp: Name "exp" is that of a function',
        'parameters.h: Name "h" is that of a state',
        'parameters.wg: Parameter "wg" is declared but the equations never use it',
        '1:12: Unknown name "wf", did you mean "wg"?',
      ],
    },
    {
      lines: ["u = W x", "h' = u"],
      cell: { parameters: { u: ["hidden"] } },
      mistakes: [
        'parameters.u: Parameter "u" is declared but the equations never use it',
        `1:1: Parameter "u" is declared, so it can't be defined`,
      ],
    },
    {
      lines: ["h' = W x"],
      cell: { learned: ["h"], parameters: { h0: [3] } },
      mistakes: [
        'parameters.h0: Parameter "h0" is the first value of state "h", whose length is 100, not 3',
      ],
    },
    {
      lines: ["h' = W x + U h + bias"],
      cell: {
        layout: { all: ["W", "U"], rest: ["bias", "bais"], again: ["W"] },
      },
      mistakes: [
        'layout.all: Parameter "U" (100 × 100) can\'t be stacked under "W" (100 × 128): expected ' +
        "parts with equal columns",
        'layout.rest.1: Unknown parameter "bais", did you mean "bias"?',
        'layout.again.0: Parameter "W" is already a part of all',
      ],
    },
    {
      lines: ["h' = W x + U h"],
      cell: { layout: { U: ["W"] } },
      mistakes: ['layout.U: Name "U" is also that of a parameter that is not stacked'],
    },
  ],
};

for (const [what, cells] of Object.entries(malformed)) {
  describe(`a cell with mistakes in ${what}`, () => {
    for (const cell of cells) {
      it(cell.lines.join(" ⏎ ").slice(0, 80) || "(nothing)", () => {
        assert.deepEqual(mistakesOf(cell), cell.mistakes);
        for (const mistake of cell.mistakes) {
          assert.match(mistake, /^\S+: [A-Z].*[^.]$/);
        }
      });
    }
  });
}
